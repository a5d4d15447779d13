package dev.slipway.api;

import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.kinds.Kinds;
import java.util.List;

/// The kinds that the server knows without being told.
public final class BuiltInKinds {
    static final GroupVersionKind NAMESPACE_TYPE = Kinds.NAMESPACE.type();

    private BuiltInKinds() {}

    /// A registry with all built-in kinds.
    public static KindRegistry registry() {
        KindRegistry registry = new KindRegistry();
        CoreKinds.all().forEach(registry::register);
        WorkloadKinds.all().forEach(registry::register);
        AnalysisKinds.all().forEach(registry::register);
        AccessKinds.all().forEach(registry::register);
        NetworkKinds.all().forEach(registry::register);
        MonitoringKinds.all().forEach(registry::register);
        ReleaseKinds.all().forEach(registry::register);
        RecordKinds.all().forEach(registry::register);
        StackKinds.all().forEach(registry::register);
        return registry;
    }

    static GroupVersionKind type(String apiVersion, String kind) {
        return GroupVersionKind.of(apiVersion, kind);
    }

    static List<String> verbs(String... verbs) {
        return List.of(verbs);
    }
}
