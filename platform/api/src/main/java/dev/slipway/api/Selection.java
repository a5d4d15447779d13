package dev.slipway.api;

import dev.slipway.model.ApiException;
import dev.slipway.model.FieldSelector;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.store.Entry;

/// Chooses entries by index. An invalid operator in a selector throws before anything is read.
record Selection(String namespace, LabelSelector labels, FieldSelector fields) {
    static Selection of(ListOptions options) {
        return new Selection(options.namespace(), options.labels(), options.fields());
    }

    static void checkFields(KindDefinition kind, FieldSelector fields) {
        for (FieldSelector.Requirement requirement : fields.requirements()) {
            String path = requirement.path();
            boolean known =
                    path.equals("metadata.name")
                            || (path.equals("metadata.namespace") && kind.namespaced())
                            || kind.selectableFields().contains(path);
            if (!known) {
                throw ApiException.badRequest("field label not supported: " + path);
            }
        }
    }

    /// What the storage keys of everything chosen start with: the key itself if the selection is of
    /// one name.
    String prefix(KindDefinition kind) {
        String all = StorageKeys.prefix(kind, namespace);
        if (namespace.isEmpty() && kind.namespaced()) {
            return all;
        }
        for (FieldSelector.Requirement requirement : fields.requirements()) {
            if (requirement.equal() && requirement.path().equals("metadata.name")) {
                return StorageKeys.of(kind, new ObjectKey(namespace, requirement.value()));
            }
        }
        return all;
    }

    boolean matches(Entry<ObjectIndex> entry) {
        if (!labels.matches(entry.index().labels())) {
            return false;
        }
        if (fields.requirements().isEmpty()) {
            return true;
        }
        ObjectKey key = StorageKeys.objectKey(entry.key());
        return fields.matches(path -> entry.index().field(path, key));
    }
}
