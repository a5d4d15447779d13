package dev.slipway.schema.generator;

import java.util.Map;
import java.util.Set;

/// The names under which clients know the classes of the model library.
final class DefinitionNames {
    private static final String ROOT = "io.fabric8.kubernetes.api.model";
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    /// Classes of the root package that belong to every group, not to the core.
    private static final Set<String> META_CLASSES =
            Set.of(
                    "Condition",
                    "DeleteOptions",
                    "FieldSelectorRequirement",
                    "FieldsV1",
                    "GroupVersionKind",
                    "GroupVersionResource",
                    "LabelSelector",
                    "LabelSelectorRequirement",
                    "ListMeta",
                    "ManagedFieldsEntry",
                    "MicroTime",
                    "ObjectMeta",
                    "OwnerReference",
                    "Preconditions",
                    "Status",
                    "StatusCause",
                    "StatusDetails");

    private static final Map<String, String> PREFIXES =
            Map.ofEntries(
                    Map.entry(".admissionregistration.v1", "io.k8s.api.admissionregistration.v1"),
                    Map.entry(
                            ".apiextensions.v1",
                            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1"),
                    Map.entry(".apps", "io.k8s.api.apps.v1"),
                    Map.entry(".authentication", "io.k8s.api.authentication.v1"),
                    Map.entry(".authorization.v1", "io.k8s.api.authorization.v1"),
                    Map.entry(".autoscaling.v1", "io.k8s.api.autoscaling.v1"),
                    Map.entry(".autoscaling.v2", "io.k8s.api.autoscaling.v2"),
                    Map.entry(".batch.v1", "io.k8s.api.batch.v1"),
                    Map.entry(".certificates.v1", "io.k8s.api.certificates.v1"),
                    Map.entry(".coordination.v1", "io.k8s.api.coordination.v1"),
                    Map.entry(".discovery.v1", "io.k8s.api.discovery.v1"),
                    Map.entry(".events.v1", "io.k8s.api.events.v1"),
                    Map.entry(".gatewayapi.v1", "io.k8s.networking.gateway.v1"),
                    Map.entry(".metrics.v1beta1", "io.k8s.metrics.pkg.apis.metrics.v1beta1"),
                    Map.entry(".networking.v1", "io.k8s.api.networking.v1"),
                    Map.entry(".node.v1", "io.k8s.api.node.v1"),
                    Map.entry(".policy.v1", "io.k8s.api.policy.v1"),
                    Map.entry(".rbac", "io.k8s.api.rbac.v1"),
                    Map.entry(".scheduling.v1", "io.k8s.api.scheduling.v1"),
                    Map.entry(".storage", "io.k8s.api.storage.v1"));

    private DefinitionNames() {}

    static String of(Class<?> type) {
        String packageName = type.getPackageName();
        String name = type.getSimpleName();
        if (packageName.equals(ROOT)) {
            if (name.startsWith("APIService") || name.equals("ServiceReference")) {
                return "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1." + name;
            }
            return (META_CLASSES.contains(name) ? META : "io.k8s.api.core.v1.") + name;
        }
        String prefix = PREFIXES.get(packageName.substring(ROOT.length()));
        if (prefix == null) {
            throw new IllegalStateException(
                    type.getName() + " is in a package whose definitions have no name yet");
        }
        return prefix + "." + name;
    }
}
