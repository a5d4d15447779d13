package dev.slipway.schema.generator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The kinds of the model library that get a schema.
final class ModelClasses {
    private static final String SERVICES =
            "META-INF/services/" + KubernetesResource.class.getName();

    /// What the API serves now or will: the stable versions.
    private static final Set<String> GROUP_VERSIONS =
            Set.of(
                    "v1",
                    "admissionregistration.k8s.io/v1",
                    "apiextensions.k8s.io/v1",
                    "apps/v1",
                    "authentication.k8s.io/v1",
                    "authorization.k8s.io/v1",
                    "autoscaling/v1",
                    "autoscaling/v2",
                    "batch/v1",
                    "certificates.k8s.io/v1",
                    "coordination.k8s.io/v1",
                    "discovery.k8s.io/v1",
                    "events.k8s.io/v1",
                    "gateway.networking.k8s.io/v1",
                    "metrics.k8s.io/v1beta1",
                    "networking.k8s.io/v1",
                    "node.k8s.io/v1",
                    "policy/v1",
                    "rbac.authorization.k8s.io/v1",
                    "scheduling.k8s.io/v1",
                    "storage.k8s.io/v1");

    private ModelClasses() {}

    /// By version, in the order of their names.
    static SortedMap<GroupVersion, List<Class<?>>> kinds() throws IOException {
        TreeMap<GroupVersion, List<Class<?>>> kinds = new TreeMap<>();
        for (String name : names()) {
            Class<?> type = load(name);
            Group group = type.getAnnotation(Group.class);
            Version version = type.getAnnotation(Version.class);
            if (group == null || version == null || !HasMetadata.class.isAssignableFrom(type)) {
                continue;
            }
            GroupVersion groupVersion = new GroupVersion(group.value(), version.value());
            if (GROUP_VERSIONS.contains(groupVersion.toString())) {
                kinds.computeIfAbsent(groupVersion, _ -> new java.util.ArrayList<>()).add(type);
            }
        }
        return kinds;
    }

    private static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        ClassLoader loader = ModelClasses.class.getClassLoader();
        for (URL list : Collections.list(loader.getResources(SERVICES))) {
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
                lines.lines().filter(line -> !line.isBlank()).forEach(names::add);
            }
        }
        return names;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ModelClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The model library lists a class it lacks: " + name, e);
        }
    }
}
