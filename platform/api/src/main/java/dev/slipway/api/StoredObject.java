package dev.slipway.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.store.Entry;
import org.jspecify.annotations.Nullable;

/// An object as the API serves it: its bytes with `resourceVersion`, and its tree on demand.
/// Immutable; neither the arrays nor the trees may be changed. Thread-safe.
public final class StoredObject {
    private static final byte[] BEFORE = "\"resourceVersion\":\"".getBytes(US_ASCII);
    private static final byte[] AFTER = "\",".getBytes(US_ASCII);

    private final ObjectKey key;
    private final byte[] value;
    private final ObjectIndex index;
    private final long revision;
    private volatile byte @Nullable [] bytes;
    private volatile @Nullable ObjectNode tree;

    private StoredObject(ObjectKey key, byte[] value, ObjectIndex index, long revision) {
        this.key = key;
        this.value = value;
        this.index = index;
        this.revision = revision;
    }

    static StoredObject of(Entry<ObjectIndex> entry) {
        return new StoredObject(
                StorageKeys.objectKey(entry.key()), entry.value(), entry.index(), entry.revision());
    }

    /// The state in `entry` under another revision, as a deletion is announced.
    static StoredObject of(Entry<ObjectIndex> entry, long revision) {
        return new StoredObject(
                StorageKeys.objectKey(entry.key()), entry.value(), entry.index(), revision);
    }

    /// An answer that is not stored as it is: a scale, a binding, the result of a dry run.
    static StoredObject computed(ObjectKey key, ObjectNode tree, long revision) {
        StoredObject object = new StoredObject(key, new byte[0], ObjectIndex.EMPTY, revision);
        object.tree = tree;
        object.bytes = Json.bytes(tree);
        return object;
    }

    public ObjectKey key() {
        return key;
    }

    public long revision() {
        return revision;
    }

    public ObjectIndex index() {
        return index;
    }

    /// The whole object as JSON, `resourceVersion` included.
    public byte[] bytes() {
        byte[] result = bytes;
        if (result == null) {
            result = splice();
            bytes = result;
        }
        return result;
    }

    /// The whole object as a tree, `resourceVersion` included.
    public ObjectNode tree() {
        ObjectNode result = tree;
        if (result == null) {
            result = Json.parseObject(bytes());
            tree = result;
        }
        return result;
    }

    private byte[] splice() {
        int at = index.resourceVersionOffset();
        byte[] digits = Long.toString(revision).getBytes(US_ASCII);
        int inserted = BEFORE.length + digits.length + AFTER.length;
        byte[] result = new byte[value.length + inserted];
        System.arraycopy(value, 0, result, 0, at);
        System.arraycopy(BEFORE, 0, result, at, BEFORE.length);
        System.arraycopy(digits, 0, result, at + BEFORE.length, digits.length);
        System.arraycopy(AFTER, 0, result, at + inserted - AFTER.length, AFTER.length);
        System.arraycopy(value, at, result, at + inserted, value.length - at);
        return result;
    }
}
