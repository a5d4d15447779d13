package dev.slipway.remote;

import dev.slipway.remote.RemoteWriteConfig.Contents;
import dev.slipway.remote.RemoteWriteConfig.Queue;
import dev.slipway.series.Labels;
import dev.slipway.wire.RemoteWriteVersion;
import java.net.URI;
import java.time.Duration;

/// Settings of destinations in tests.
final class Configs {
    private Configs() {}

    static RemoteWriteConfig of(URI uri, RemoteWriteVersion version) {
        return of(Transport.of(uri), version, queue(Duration.ZERO));
    }

    static RemoteWriteConfig of(Transport transport, RemoteWriteVersion version, Queue queue) {
        return new RemoteWriteConfig(
                "test", transport, version, Labels.of("cluster", "eu"), Contents.ALL, queue);
    }

    /// Small batches that do not wait.
    static Queue queue(Duration sampleAgeMax) {
        return new Queue(
                3,
                50,
                10,
                Duration.ofMillis(5),
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                true,
                1 << 20,
                4_000,
                sampleAgeMax);
    }
}
