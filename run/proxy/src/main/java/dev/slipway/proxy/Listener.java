package dev.slipway.proxy;

import java.util.List;

/// A socket the proxy listens on. Across snapshots a listener is the same one, and its connections
/// stay, as long as id, kind, address and port are the same; port 0 means any free port, kept as
/// long as the listener stays.
public sealed interface Listener {
    String id();

    /// A literal IPv4 or IPv6 address, such as `127.0.0.1`.
    String address();

    int port();

    /// HTTP/1.1 in the clear.
    record Http(String id, String address, int port, List<VirtualHost> virtualHosts)
            implements Listener {
        public Http {
            check(id, address, port);
            virtualHosts = List.copyOf(virtualHosts);
        }
    }

    /// HTTP/1.1 over TLS; the certificate is chosen by the name the client asks for (SNI), the
    /// first one where no name fits or none was sent.
    record Https(
            String id,
            String address,
            int port,
            List<Certificate> certificates,
            List<VirtualHost> virtualHosts)
            implements Listener {
        public Https {
            check(id, address, port);
            certificates = List.copyOf(certificates);
            virtualHosts = List.copyOf(virtualHosts);
        }
    }

    /// Bytes, passed to the backend as they come.
    record Tcp(String id, String address, int port, String backendId) implements Listener {
        public Tcp {
            check(id, address, port);
            Checks.notBlank("backendId", backendId);
        }
    }

    private static void check(String id, String address, int port) {
        Checks.notBlank("listener id", id);
        Checks.literalAddress("listener address", address);
        Checks.range("listener port", port, 0, 65535);
    }
}
