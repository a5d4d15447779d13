package dev.slipway.edge;

import dev.slipway.proxy.Certificate;
import dev.slipway.proxy.Listener;
import dev.slipway.proxy.Route;
import dev.slipway.proxy.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects what is served on each port that gateways and ingresses name. Port 80 is the edge port
/// and 443 the edge TLS port; others are bound as they are. Used by one thread.
final class Sockets {
    static final int HTTP = 80;
    static final int HTTPS = 443;
    static final String HTTP_ID = "edge";
    static final String HTTPS_ID = "edge-tls";

    private final EdgeConfig config;
    private final Map<Integer, Socket> sockets = new LinkedHashMap<>();

    Sockets(EdgeConfig config) {
        this.config = config;
        open(HTTP, false);
    }

    /// The proxy's name for the listener of that port.
    static String id(int port) {
        return switch (port) {
            case HTTP -> HTTP_ID;
            case HTTPS -> HTTPS_ID;
            default -> "port-" + port;
        };
    }

    /// The socket of that port, or null where it is used already by the other protocol.
    @Nullable Socket open(int port, boolean tls) {
        Socket socket = sockets.computeIfAbsent(port, p -> new Socket(p, tls));
        return socket.tls == tls ? socket : null;
    }

    List<Listener> build() {
        List<Listener> listeners = new ArrayList<>();
        for (Socket socket : sockets.values()) {
            if (!socket.tls) {
                listeners.add(
                        new Listener.Http(
                                id(socket.port),
                                config.address(),
                                boundPort(socket.port),
                                socket.virtualHosts()));
            } else if (!socket.certificates.isEmpty()) {
                listeners.add(
                        new Listener.Https(
                                id(socket.port),
                                config.address(),
                                boundPort(socket.port),
                                List.copyOf(socket.certificates),
                                socket.virtualHosts()));
            }
        }
        return listeners;
    }

    private int boundPort(int port) {
        return switch (port) {
            case HTTP -> config.httpPort();
            case HTTPS -> config.tlsPort();
            default -> port;
        };
    }

    /// One port.
    static final class Socket {
        private final int port;
        private final boolean tls;
        private final Set<Certificate> certificates = new LinkedHashSet<>();
        private final Map<String, List<Route>> routes = new LinkedHashMap<>();

        private Socket(int port, boolean tls) {
            this.port = port;
            this.tls = tls;
        }

        void serve(String hostname, List<Route> more) {
            routes.computeIfAbsent(hostname.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .addAll(more);
        }

        void show(Certificate certificate) {
            certificates.add(certificate);
        }

        private List<VirtualHost> virtualHosts() {
            return routes.entrySet().stream()
                    .map(entry -> new VirtualHost(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }
}
