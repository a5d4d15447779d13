package dev.slipway.proxy;

import java.time.Duration;

/// How a proxy behaves whatever it routes. `eventLoops` 0 means one per core.
public record ProxyConfig(
        Transport transport,
        int eventLoops,
        ClientLimits clients,
        UpstreamLimits upstreams,
        ForwardedPolicy forwarded,
        Lifecycle lifecycle) {
    public ProxyConfig {
        Checks.range("eventLoops", eventLoops, 0, 1024);
    }

    public static ProxyConfig defaults() {
        return new ProxyConfig(
                Transport.BEST,
                0,
                ClientLimits.defaults(),
                UpstreamLimits.defaults(),
                ForwardedPolicy.APPEND,
                Lifecycle.defaults());
    }

    /// How sockets are driven. `BEST` is epoll where the machine offers it, else NIO; `IO_URING`
    /// has to be asked for.
    public enum Transport {
        BEST,
        IO_URING,
        EPOLL,
        NIO
    }

    /// What happens to `X-Forwarded-*` headers that a client sends: kept and added to (where a
    /// trusted proxy is in front), or replaced.
    public enum ForwardedPolicy {
        APPEND,
        OVERWRITE
    }

    /// Limits on clients. `bodyBytesMax` 0: none. `headTimeout` runs from a request's first byte to
    /// the end of its head, `idleTimeout` between requests, `stallTimeout` while a body makes no
    /// progress.
    public record ClientLimits(
            int connectionsMax, HeadLimits head, long bodyBytesMax, ClientTimeouts timeouts) {
        public static ClientLimits defaults() {
            return new ClientLimits(20_000, HeadLimits.defaults(), 0, ClientTimeouts.defaults());
        }
    }

    /// Limits on a head: its request line (414), all of it (431), how many headers (431).
    public record HeadLimits(int requestLineBytesMax, int bytesMax, int headersMax) {
        public HeadLimits {
            Checks.range("requestLineBytesMax", requestLineBytesMax, 64, 1 << 20);
            Checks.range("bytesMax", bytesMax, 256, 1 << 20);
            Checks.range("headersMax", headersMax, 1, 10_000);
        }

        public static HeadLimits defaults() {
            return new HeadLimits(8 << 10, 32 << 10, 128);
        }
    }

    /// How long a client may take.
    public record ClientTimeouts(
            Duration head, Duration idle, Duration stall, Duration tunnelIdle) {
        public static ClientTimeouts defaults() {
            return new ClientTimeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(60),
                    Duration.ofHours(1));
        }
    }

    /// Limits on connections to endpoints. Idle ones are kept per event loop and endpoint,
    /// `idleMax` at most and not longer than `idle`. An endpoint that cannot be connected to is
    /// avoided for `avoid`, then tried again.
    public record UpstreamLimits(
            Duration connect,
            Duration idle,
            int idleMax,
            int attemptsMax,
            Duration avoid,
            Duration silence) {
        public UpstreamLimits {
            Checks.range("attemptsMax", attemptsMax, 1, 10);
        }

        public static UpstreamLimits defaults() {
            return new UpstreamLimits(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    256,
                    4,
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5));
        }
    }

    /// How long `close` waits for requests in flight, and how long figures of a vanished series are
    /// kept.
    public record Lifecycle(Duration drain, Duration figuresRetention) {
        public static Lifecycle defaults() {
            return new Lifecycle(Duration.ofSeconds(10), Duration.ofMinutes(15));
        }
    }
}
