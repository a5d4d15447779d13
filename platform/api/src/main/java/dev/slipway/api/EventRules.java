package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Events belong into the namespace of the object they are about, or into `default`.
final class EventRules implements KindRules {
    @Override
    public void applyDefaults(ObjectNode event) {
        Trees.defaultText(event, "type", "Normal");
        Trees.object(event, "source");
    }

    @Override
    public void validate(ObjectNode event, Problems problems) {
        ObjectNode involved = Trees.object(event, "involvedObject");
        String about = Trees.text(involved, "namespace");
        String namespace = Trees.text(Metadata.of(event), "namespace");
        boolean fits =
                about.isEmpty()
                        ? namespace.equals("default") || namespace.equals("kube-system")
                        : about.equals(namespace);
        if (!fits) {
            problems.invalid("involvedObject.namespace", about, "does not match event.namespace");
        }
    }
}
