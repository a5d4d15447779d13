package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where traffic comes in.
public record Gateway(ObjectMeta metadata, GatewaySpec spec, GatewayStatus status)
        implements Resource {
    public Gateway {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(GatewayStatus.class) : status;
    }

    /// Who serves it and on which listeners.
    public record GatewaySpec(
            String gatewayClassName, List<Listener> listeners, List<Address> addresses) {
        public GatewaySpec {
            requireNonNull(gatewayClassName, "gatewayClassName");
            listeners = Immutable.list(listeners);
            addresses = Immutable.list(addresses);
        }
    }

    /// A port, and for which host names.
    public record Listener(
            String name,
            @Nullable String hostname,
            int port,
            String protocol,
            @Nullable Tls tls,
            @Nullable AllowedRoutes allowedRoutes) {
        public Listener {
            requireNonNull(name, "name");
            requireNonNull(protocol, "protocol");
        }
    }

    /// `Terminate` or `Passthrough`, and the certificates.
    public record Tls(
            @Nullable String mode,
            List<SecretReference> certificateRefs,
            Map<String, String> options) {
        public Tls {
            certificateRefs = Immutable.list(certificateRefs);
            options = Immutable.map(options);
        }
    }

    /// A Secret, perhaps of another namespace.
    public record SecretReference(
            @Nullable String group,
            @Nullable String kind,
            String name,
            @Nullable String namespace) {
        public SecretReference {
            requireNonNull(name, "name");
        }
    }

    /// Which routes may attach.
    public record AllowedRoutes(@Nullable RouteNamespaces namespaces, List<RouteKind> kinds) {
        public AllowedRoutes {
            kinds = Immutable.list(kinds);
        }
    }

    /// `All`, `Same` or those the `Selector` chooses.
    public record RouteNamespaces(@Nullable String from, @Nullable LabelSelector selector) {}

    /// A kind of route.
    public record RouteKind(@Nullable String group, String kind) {
        public RouteKind {
            requireNonNull(kind, "kind");
        }
    }

    /// An address asked for or given.
    public record Address(@Nullable String type, @Nullable String value) {}

    /// What became of it.
    public record GatewayStatus(
            List<Address> addresses, List<Condition> conditions, List<ListenerStatus> listeners) {
        public GatewayStatus {
            addresses = Immutable.list(addresses);
            conditions = Immutable.list(conditions);
            listeners = Immutable.list(listeners);
        }
    }

    /// What became of one listener.
    public record ListenerStatus(
            String name,
            List<RouteKind> supportedKinds,
            int attachedRoutes,
            List<Condition> conditions) {
        public ListenerStatus {
            requireNonNull(name, "name");
            supportedKinds = Immutable.list(supportedKinds);
            conditions = Immutable.list(conditions);
        }
    }
}
