package dev.slipway.api;

import dev.slipway.model.ObjectKey;

/// Where objects are in the store: `<group>/<plural>/<namespace>/<name>`, with `core` for the core
/// group; cluster-wide kinds have an empty namespace.
final class StorageKeys {
    private StorageKeys() {}

    static String prefix(KindDefinition kind, String namespace) {
        String all = kind.storagePrefix();
        return namespace.isEmpty() ? all : all + namespace + "/";
    }

    static String of(KindDefinition kind, ObjectKey key) {
        return kind.storagePrefix() + key.namespace() + "/" + key.name();
    }

    static ObjectKey objectKey(String storageKey) {
        int last = storageKey.lastIndexOf('/');
        int middle = storageKey.lastIndexOf('/', last - 1);
        return new ObjectKey(
                storageKey.substring(middle + 1, last), storageKey.substring(last + 1));
    }
}
