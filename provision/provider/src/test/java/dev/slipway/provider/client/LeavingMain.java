package dev.slipway.provider.client;

import dev.slipway.provider.process.ProviderLauncher;
import dev.slipway.provider.process.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/// Starts the provider that its argument names, and ends without a word to it when its input does.
public final class LeavingMain {
    private LeavingMain() {}

    public static void main(String[] arguments) throws IOException {
        ProviderLauncher launcher =
                new ProviderLauncher(
                        new ProviderLauncher.Options(60_000, false), InstantSource.system());
        launcher.start("slipway/slipwaytest", Path.of(arguments[0]), Surroundings.inherited());
        System.out.println("started");
        while (System.in.read() >= 0) {
            // Nothing to read but the end.
        }
        System.exit(0);
    }
}
