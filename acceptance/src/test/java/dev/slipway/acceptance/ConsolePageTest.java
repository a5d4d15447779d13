package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console in a real browser.
final class ConsolePageTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @TempDir Path home;

    @Test
    void showsWhatRuns() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium here, so no browser test");
        try (Slipway slipway = new Slipway(home).started()) {
            Inventory.deploy(slipway);
            String url = "http://127.0.0.1:" + slipway.server().path("consolePort").asInt() + "/";

            String page = page(url);

            assertThat(page)
                    .contains("inventory")
                    .contains("shop/inventory:v1")
                    .contains("Running");
        }
    }

    /// The page as the browser has it after a few seconds of live updates.
    private String page(String url) throws Exception {
        Path output = home.resolve("page.html");
        Process browser =
                new ProcessBuilder(
                                List.of(
                                        CHROMIUM.toString(),
                                        "--headless",
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--user-data-dir=" + home.resolve("browser"),
                                        "--timeout=3000",
                                        "--dump-dom",
                                        url))
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!browser.waitFor(60, TimeUnit.SECONDS)) {
            browser.destroyForcibly();
            throw new AssertionError("the browser hangs on " + url);
        }
        return Files.readString(output);
    }
}
