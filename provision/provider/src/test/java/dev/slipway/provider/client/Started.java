package dev.slipway.provider.client;

import dev.slipway.provider.process.Connection;
import dev.slipway.provider.process.ProviderLauncher;
import dev.slipway.provider.process.Surroundings;
import dev.slipway.provider.testing.TestProviderProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// The test provider as a process, with the launcher that started it.
record Started(ProviderLauncher launcher, Connection connection, RemoteProvider provider)
        implements AutoCloseable {
    static Started start(Path folder, boolean tls, Map<String, String> environment)
            throws IOException {
        Path program = TestProviderProgram.install(folder.resolve("program"), environment);
        ProviderLauncher launcher =
                new ProviderLauncher(
                        new ProviderLauncher.Options(60_000, tls), InstantSource.system());
        Connection connection =
                launcher.start("slipway/slipwaytest", program, Surroundings.inherited());
        RemoteProvider provider =
                new RemoteProvider(
                        "slipway/slipwaytest",
                        connection,
                        SchemaFetch.fetch("slipway/slipwaytest", connection).open(),
                        GoodConfigs.NONE);
        return new Started(launcher, connection, provider);
    }

    @Override
    public void close() {
        launcher.close();
    }
}
