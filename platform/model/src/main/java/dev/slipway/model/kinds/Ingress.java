package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The older form of a route.
public record Ingress(ObjectMeta metadata, IngressSpec spec, IngressStatus status)
        implements Resource {
    public Ingress {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(IngressSpec.class) : spec;
        status = status == null ? Json.empty(IngressStatus.class) : status;
    }

    /// Hosts, paths and certificates.
    public record IngressSpec(
            @Nullable String ingressClassName,
            @Nullable Backend defaultBackend,
            List<Tls> tls,
            List<Rule> rules) {
        public IngressSpec {
            tls = Immutable.list(tls);
            rules = Immutable.list(rules);
        }
    }

    /// The certificate for hosts.
    public record Tls(List<String> hosts, @Nullable String secretName) {
        public Tls {
            hosts = Immutable.list(hosts);
        }
    }

    /// What happens to requests of a host.
    public record Rule(@Nullable String host, @Nullable Http http) {}

    /// Paths of a host.
    public record Http(List<Path> paths) {
        public Http {
            paths = Immutable.list(paths);
        }
    }

    /// `Exact`, `Prefix` or `ImplementationSpecific`.
    public record Path(@Nullable String path, @Nullable String pathType, Backend backend) {
        public Path {
            requireNonNull(backend, "backend");
        }
    }

    /// Where requests go.
    public record Backend(@Nullable BackendService service) {}

    /// A service and its port.
    public record BackendService(String name, @Nullable BackendPort port) {
        public BackendService {
            requireNonNull(name, "name");
        }
    }

    /// By name or by number.
    public record BackendPort(@Nullable String name, @Nullable Integer number) {}

    /// Where it is reachable.
    public record IngressStatus(LoadBalancerStatus loadBalancer) {
        public IngressStatus {
            loadBalancer =
                    loadBalancer == null ? Json.empty(LoadBalancerStatus.class) : loadBalancer;
        }
    }
}
