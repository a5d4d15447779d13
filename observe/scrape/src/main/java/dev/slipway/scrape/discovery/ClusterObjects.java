package dev.slipway.scrape.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.Node;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Service;
import dev.slipway.scrape.config.DiscoveryConfig.Kubernetes;
import dev.slipway.scrape.config.DiscoveryConfig.Kubernetes.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The objects of the cluster that one discovery looks at: those of its namespaces that its
/// selectors choose. Thread-safe.
final class ClusterObjects {
    private final Kubernetes config;
    private final Informers informers;

    ClusterObjects(Kubernetes config, Informers informers) {
        this.config = config;
        this.informers = informers;
    }

    <T extends Resource> List<T> chosen(Kind<T> kind, Role role) {
        Informer<T> informer = informers.of(kind);
        List<T> candidates = new ArrayList<>();
        if (config.namespaces().isEmpty() || !kind.namespaced()) {
            candidates.addAll(informer.all());
        } else {
            config.namespaces().forEach(each -> candidates.addAll(informer.inNamespace(each)));
        }
        Kubernetes.Selector selector = config.selectors().get(role);
        if (selector != null) {
            candidates.removeIf(each -> !matches(each, selector));
        }
        return candidates;
    }

    /// The object of a selected kind, null if it is missing or not chosen.
    <T extends Resource> @Nullable T find(Kind<T> kind, Role role, ObjectKey key) {
        T found = informers.of(kind).find(key);
        Kubernetes.Selector selector = config.selectors().get(role);
        return found == null || selector == null || matches(found, selector) ? found : null;
    }

    @Nullable Pod pod(ObjectKey key) {
        return find(Kinds.POD, Role.POD, key);
    }

    @Nullable Service service(ObjectKey key) {
        return find(Kinds.SERVICE, Role.SERVICE, key);
    }

    /// Adds what the configuration wants to know of the node and the namespace.
    MetaLabels attach(MetaLabels labels, @Nullable String nodeName, String namespace) {
        if (config.attachNode() && nodeName != null) {
            Node node = find(Kinds.NODE, Role.NODE, ObjectKey.clusterWide(nodeName));
            labels.set("node_name", nodeName);
            if (node != null) {
                labels.object("node", node.metadata());
            }
        }
        if (config.attachNamespace()) {
            Namespace found = informers.of(Kinds.NAMESPACE).find(ObjectKey.clusterWide(namespace));
            if (found != null) {
                labels.object("namespace", found.metadata());
            }
        }
        return labels;
    }

    private static boolean matches(Resource object, Kubernetes.Selector selector) {
        if (!selector.labels().matches(object.metadata().labels())) {
            return false;
        }
        if (selector.fields().requirements().isEmpty()) {
            return true;
        }
        ObjectNode tree = Json.tree(object);
        return selector.fields().matches(path -> tree.at("/" + path.replace('.', '/')).asText(""));
    }
}
