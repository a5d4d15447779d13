package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Namespaces start active, labelled with their name, and held by the finalizer that the namespace
/// controller takes off.
final class NamespaceRules implements KindRules {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public void applyDefaults(ObjectNode namespace) {
        ObjectNode metadata = Metadata.of(namespace);
        Trees.object(metadata, "labels").put(NAME_LABEL, Trees.text(metadata, "name"));
    }

    @Override
    public void prepareCreate(ObjectNode namespace) {
        ObjectNode spec = Trees.object(namespace, "spec");
        spec.putArray(Metadata.FINALIZERS).add(Namespaces.FINALIZER);
        Trees.object(namespace, "status").put("phase", "Active");
    }
}
