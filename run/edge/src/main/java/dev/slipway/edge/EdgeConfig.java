package dev.slipway.edge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// How the edge listens. `address` is the literal address of its ports; `httpPort` stands for port
/// 80 of gateways, `tlsPort` for 443 (0: any free port). Services are reachable from outside as
/// `SERVICE.NAMESPACE.domain`.
public record EdgeConfig(String address, int httpPort, int tlsPort, String domain, Pace pace) {
    public EdgeConfig {
        requireNonNull(address, "address");
        requireNonNull(domain, "domain");
        requireNonNull(pace, "pace");
    }

    public static EdgeConfig defaults() {
        return new EdgeConfig("127.0.0.1", 8080, 8443, "localhost", Pace.defaults());
    }

    public EdgeConfig withPorts(int newHttpPort, int newTlsPort) {
        return new EdgeConfig(address, newHttpPort, newTlsPort, domain, pace);
    }

    /// How quickly changes are followed. A change is routed at once, further ones not more often
    /// than every `spacing`. A service whose last endpoint has vanished keeps it for `emptyGrace`
    /// as long as its pod still serves.
    public record Pace(Duration spacing, Duration emptyGrace) {
        public static Pace defaults() {
            return new Pace(Duration.ofMillis(5), Duration.ofSeconds(2));
        }
    }
}
