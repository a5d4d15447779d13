package dev.slipway.edge;

import dev.slipway.model.kinds.Service;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells which ports of services speak HTTP/1.1: what `appProtocol` says; without it what the
/// port's name begins with (`http`, `web`, `grpc`, `tcp`, ... up to a `-`); without a telling name
/// the customary numbers.
final class HttpPorts {
    private static final Set<String> HTTP_PROTOCOLS = Set.of("http", "kubernetes.io/ws");
    private static final Set<String> HTTP_NAMES = Set.of("http", "web", "ws");
    private static final Set<String> OTHER_NAMES =
            Set.of(
                    "https",
                    "http2",
                    "h2c",
                    "grpc",
                    "tcp",
                    "tls",
                    "udp",
                    "redis",
                    "mysql",
                    "postgres",
                    "postgresql",
                    "mongo",
                    "mongodb",
                    "amqp",
                    "kafka",
                    "ldap",
                    "smtp",
                    "dns",
                    "ssh");
    private static final Set<Integer> HTTP_NUMBERS = Set.of(80, 3000, 5000, 8000, 8080, 8888);

    private HttpPorts() {}

    static boolean isTcp(@Nullable String protocol) {
        return protocol == null || protocol.equals("TCP");
    }

    static boolean speaksHttp(Service.Port port) {
        String appProtocol = port.appProtocol();
        if (appProtocol != null) {
            return HTTP_PROTOCOLS.contains(appProtocol);
        }
        String name = port.name();
        if (name != null) {
            int dash = name.indexOf('-');
            String protocol = dash < 0 ? name : name.substring(0, dash);
            if (HTTP_NAMES.contains(protocol)) {
                return true;
            }
            if (OTHER_NAMES.contains(protocol)) {
                return false;
            }
        }
        return HTTP_NUMBERS.contains(port.port());
    }
}
