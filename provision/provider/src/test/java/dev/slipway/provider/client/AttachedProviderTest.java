package dev.slipway.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.provider.Provider;
import dev.slipway.provider.process.Connection;
import dev.slipway.provider.process.ProviderLauncher;
import dev.slipway.provider.process.Reattachment;
import dev.slipway.provider.testing.PluginServer;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.provider.wire.Protocol;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/// A provider that somebody else started, and that goes on after its client.
final class AttachedProviderTest extends ProviderContract {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ProviderLauncher launcher =
            new ProviderLauncher(
                    new ProviderLauncher.Options(60_000, true), InstantSource.system());
    private @Nullable PluginServer server;

    @Override
    Provider start(Path folder, Path objects) throws IOException {
        Path socket = folder.resolve("s");
        server =
                new PluginServer(
                        Protocol.V6,
                        new TestProvider(objects),
                        socket,
                        null,
                        () -> ended.set(true));
        Connection connection =
                launcher.attach(new Reattachment(6, 1, UnixDomainSocketAddress.of(socket)));
        return new RemoteProvider(
                "slipway/slipwaytest",
                connection,
                SchemaFetch.fetch("slipway/slipwaytest", connection).open(),
                GoodConfigs.NONE);
    }

    @AfterAll
    void stop() {
        launcher.close();
        if (server != null) {
            server.close();
        }
        assertThat(ended).isFalse();
    }
}
