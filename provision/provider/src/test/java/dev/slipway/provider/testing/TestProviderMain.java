package dev.slipway.provider.testing;

import dev.slipway.provider.wire.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/// The program of [TestProvider]. Its objects are in the folder that the environment variable
/// [#FOLDER] or else its configuration says; with `5` in [#PROTOCOL] it only speaks protocol 5.
public final class TestProviderMain {
    public static final String FOLDER = "SLIPWAYTEST_FOLDER";
    public static final String PROTOCOL = "SLIPWAYTEST_PROTOCOL";

    private static final int PANIC = 2;

    private TestProviderMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (System.getenv("TF_PLUGIN_MAGIC_COOKIE") == null) {
            System.err.println("This is a provider of Terraform, to be started by its like.");
            System.exit(1);
        }
        ProcessHandle.current().parent().ifPresent(TestProviderMain::endWith);
        Path folder =
                Path.of(System.getenv().getOrDefault(FOLDER, System.getProperty("java.io.tmpdir")));
        CountDownLatch end = new CountDownLatch(1);
        try (TestProvider provider = new TestProvider(folder, TestProviderMain::panic);
                PluginServer server =
                        new PluginServer(
                                protocol(),
                                provider,
                                socket(),
                                System.getenv("PLUGIN_CLIENT_CERT"),
                                end::countDown)) {
            provider.objects().record("start");
            System.out.println(server.handshake());
            end.await();
        }
        System.exit(0);
    }

    /// So that no process is left behind by a test that was killed.
    private static void endWith(ProcessHandle parent) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    parent.onExit().join();
                    Runtime.getRuntime().halt(1);
                });
    }

    private static Protocol protocol() {
        String offered = System.getenv().getOrDefault("PLUGIN_PROTOCOL_VERSIONS", "6");
        boolean six =
                Arrays.asList(offered.split(",")).contains("6")
                        && !"5".equals(System.getenv(PROTOCOL));
        return six ? Protocol.V6 : Protocol.V5;
    }

    private static Path socket() throws IOException {
        String wished = System.getenv("PLUGIN_UNIX_SOCKET_DIR");
        Path folder = wished == null ? Files.createTempDirectory("slipwaytest") : Path.of(wished);
        return folder.resolve("plugin" + ProcessHandle.current().pid());
    }

    /// Looks like the end of a provider written in Go.
    private static void panic() {
        System.err.println("panic: this thing was asked to end");
        System.err.println();
        System.err.println("goroutine 1 [running]:");
        System.err.println("dev.slipway.provider.testing.Resources(...)");
        System.err.flush();
        Runtime.getRuntime().halt(PANIC);
    }
}
