package dev.slipway.node;

import dev.slipway.client.Cluster;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Suggestion;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.KeyReference;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import dev.slipway.node.ContainerException.Reason;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The ConfigMaps and Secrets of one namespace, read when they are needed. What is missing and not
/// optional is a [ContainerException] that says what and where. Thread-safe.
record ConfigSources(Cluster cluster, String namespace) {
    @Nullable ConfigMap configMap(String name, boolean optional) {
        ConfigMap found =
                cluster.resources(Kinds.CONFIG_MAP)
                        .find(new ObjectKey(namespace, name))
                        .orElse(null);
        if (found == null && !optional) {
            throw missing("configmap", name);
        }
        return found;
    }

    @Nullable Secret secret(String name, boolean optional) {
        Secret found =
                cluster.resources(Kinds.SECRET).find(new ObjectKey(namespace, name)).orElse(null);
        if (found == null && !optional) {
            throw missing("secret", name);
        }
        return found;
    }

    byte @Nullable [] configMapKey(KeyReference reference) {
        boolean optional = Boolean.TRUE.equals(reference.optional());
        ConfigMap map = configMap(reference.name(), optional);
        byte[] content = map == null ? null : map.content(reference.key());
        if (content == null && map != null && !optional) {
            Collection<String> keys = new TreeSet<>(map.data().keySet());
            keys.addAll(map.binaryData().keySet());
            throw missingKey("ConfigMap", reference, keys);
        }
        return content;
    }

    byte @Nullable [] secretKey(KeyReference reference) {
        boolean optional = Boolean.TRUE.equals(reference.optional());
        Secret secret = secret(reference.name(), optional);
        byte[] content = secret == null ? null : secret.content(reference.key());
        if (content == null && secret != null && !optional) {
            throw missingKey("Secret", reference, new TreeSet<>(secret.data().keySet()));
        }
        return content;
    }

    private ContainerException missing(String kind, String name) {
        return new ContainerException(
                Reason.CONFIG_ERROR,
                kind
                        + " \""
                        + name
                        + "\" not found in namespace \""
                        + namespace
                        + "\". Create it,"
                        + " or mark the reference `optional: true`; the container starts as soon as"
                        + " it is there.");
    }

    private ContainerException missingKey(
            String kind, KeyReference reference, Collection<String> keys) {
        String hint =
                Suggestion.closest(reference.key(), keys)
                        .map(name -> " Did you mean `" + name + "`?")
                        .orElse(" It has " + (keys.isEmpty() ? "no keys" : keys) + ".");
        return new ContainerException(
                Reason.CONFIG_ERROR,
                "couldn't find key "
                        + reference.key()
                        + " in "
                        + kind
                        + " "
                        + namespace
                        + "/"
                        + reference.name()
                        + "."
                        + hint);
    }
}
