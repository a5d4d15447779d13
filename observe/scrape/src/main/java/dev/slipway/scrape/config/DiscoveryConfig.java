package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.FieldSelector;
import dev.slipway.model.LabelSelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where targets come from.
public sealed interface DiscoveryConfig {
    /// Written down in the configuration.
    record Static(List<TargetGroup> groups) implements DiscoveryConfig {
        public Static {
            groups = List.copyOf(groups);
        }
    }

    /// In files that others write.
    ///
    /// @param patterns absolute paths whose last part may have `*`
    record InFiles(List<String> patterns, Duration refreshInterval) implements DiscoveryConfig {
        public InFiles {
            patterns = List.copyOf(patterns);
            requireNonNull(refreshInterval, "refreshInterval");
        }
    }

    /// Listed by a web service.
    record OverHttp(URI url, Duration refreshInterval, HttpSettings http)
            implements DiscoveryConfig {
        public OverHttp {
            requireNonNull(url, "url");
            requireNonNull(refreshInterval, "refreshInterval");
            requireNonNull(http, "http");
        }
    }

    /// Names that a name server knows.
    record Dns(List<String> names, RecordType type, int port, Duration refreshInterval)
            implements DiscoveryConfig {
        /// The sorts of records asked for.
        public enum RecordType {
            SRV,
            A,
            AAAA,
            MX,
            NS
        }

        public Dns {
            names = List.copyOf(names);
            requireNonNull(type, "type");
            requireNonNull(refreshInterval, "refreshInterval");
        }
    }

    /// Objects of the Kubernetes API: Slipway's own, unless there is another address.
    ///
    /// @param namespaces the only ones looked at; empty for all
    /// @param selectors by role, such as `pod`
    record Kubernetes(
            Role role,
            @Nullable URI apiServer,
            List<String> namespaces,
            Map<Role, Selector> selectors,
            boolean attachNode,
            boolean attachNamespace)
            implements DiscoveryConfig {
        /// What becomes a target.
        public enum Role {
            NODE,
            POD,
            SERVICE,
            ENDPOINTS,
            ENDPOINTSLICE,
            INGRESS;

            /// As configurations write it.
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /// Which objects of a kind: by labels, and by values of fields.
        public record Selector(LabelSelector labels, FieldSelector fields) {
            public Selector {
                requireNonNull(labels, "labels");
                requireNonNull(fields, "fields");
            }
        }

        public Kubernetes {
            requireNonNull(role, "role");
            namespaces = List.copyOf(namespaces);
            selectors = Map.copyOf(selectors);
        }

        /// All objects of a role in these namespaces.
        public static Kubernetes of(Role role, List<String> namespaces) {
            return new Kubernetes(role, null, namespaces, Map.of(), false, false);
        }
    }
}
