package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import dev.slipway.model.IntOrString;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One address for the pods that a selector chooses.
public record Service(ObjectMeta metadata, ServiceSpec spec, ServiceStatus status)
        implements Resource {
    public Service {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(ServiceSpec.class) : spec;
        status = status == null ? Json.empty(ServiceStatus.class) : status;
    }

    /// `clusterIP` is `None` for a headless service.
    public record ServiceSpec(
            @Nullable String type,
            Map<String, String> selector,
            @Nullable String clusterIP,
            List<String> clusterIPs,
            List<Port> ports,
            @Nullable String externalName,
            @Nullable String sessionAffinity,
            @Nullable Boolean publishNotReadyAddresses,
            @Nullable String internalTrafficPolicy,
            @Nullable String externalTrafficPolicy,
            @Nullable String ipFamilyPolicy,
            List<String> ipFamilies,
            List<String> externalIPs) {
        public ServiceSpec {
            selector = Immutable.map(selector);
            clusterIPs = Immutable.list(clusterIPs);
            ports = Immutable.list(ports);
            ipFamilies = Immutable.list(ipFamilies);
            externalIPs = Immutable.list(externalIPs);
        }

        public boolean isHeadless() {
            return "None".equals(clusterIP);
        }
    }

    /// A port of the service and the one of the pods behind it.
    public record Port(
            @Nullable String name,
            @Nullable String protocol,
            @Nullable String appProtocol,
            int port,
            @Nullable IntOrString targetPort,
            @Nullable Integer nodePort) {}

    /// What the edge made of it.
    public record ServiceStatus(LoadBalancerStatus loadBalancer, List<Condition> conditions) {
        public ServiceStatus {
            loadBalancer =
                    loadBalancer == null ? Json.empty(LoadBalancerStatus.class) : loadBalancer;
            conditions = Immutable.list(conditions);
        }
    }
}
