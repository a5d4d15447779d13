package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.store.Snapshot;
import dev.slipway.store.Store;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives each Service an address of its own. There is no list of taken addresses to go wrong: the
/// stored Services are it. Writes that take an address wait for each other. Thread-safe.
final class ServiceAddresses {
    static final String FIELD = "spec.clusterIP";
    static final String NONE = "None";

    private static final String PREFIX = "core/services/";

    private final Store<ObjectIndex> store;
    private final AddressRange range;
    private final ReentrantLock allocating = new ReentrantLock();

    ServiceAddresses(Store<ObjectIndex> store, ApiConfig config) {
        this.store = store;
        this.range = AddressRange.parse(config.serviceNetwork());
    }

    static boolean concerns(KindDefinition kind) {
        return kind.storagePrefix().equals(PREFIX);
    }

    /// Runs `write` after the Service has what address it needs.
    @Nullable StoredObject storing(
            Target target,
            ObjectNode service,
            @Nullable ObjectNode before,
            Supplier<@Nullable StoredObject> write) {
        ObjectNode spec = Trees.object(service, "spec");
        if (!needsAddress(spec)) {
            return write.get();
        }
        String wanted = Trees.text(spec, "clusterIP");
        if (before != null && wanted.equals(before.at("/spec/clusterIP").asText(""))) {
            if (!wanted.isEmpty()) {
                return write.get();
            }
        }
        allocating.lock();
        try {
            Set<String> taken = taken();
            String address = wanted.isEmpty() ? range.choose(target.key(), taken) : wanted;
            if (!wanted.isEmpty()) {
                requireFree(target, wanted, taken);
            }
            spec.put("clusterIP", address);
            spec.putArray("clusterIPs").add(address);
            return write.get();
        } finally {
            allocating.unlock();
        }
    }

    private static boolean needsAddress(ObjectNode spec) {
        return !Trees.text(spec, "type").equals("ExternalName")
                && !Trees.text(spec, "clusterIP").equals(NONE);
    }

    private void requireFree(Target target, String wanted, Set<String> taken) {
        Problems problems = new Problems();
        if (!range.contains(wanted)) {
            problems.invalid(
                    FIELD,
                    wanted,
                    "failed to allocate IP "
                            + wanted
                            + ": the provided IP is not in the valid range. The range of valid IPs"
                            + " is "
                            + range);
        } else if (taken.contains(wanted)) {
            problems.invalid(
                    FIELD,
                    wanted,
                    "failed to allocate IP " + wanted + ": provided IP is already allocated");
        }
        if (!problems.isEmpty()) {
            throw ApiException.invalid(target.kind().kind(), target.key(), problems.causes());
        }
    }

    private Set<String> taken() {
        Set<String> taken = new HashSet<>();
        Snapshot<ObjectIndex> snapshot = store.snapshot();
        try (var services = snapshot.scan(PREFIX, "")) {
            services.forEach(service -> {
                String address = service.index().fields().get(FIELD);
                if (address != null) {
                    taken.add(address);
                }
            });
        }
        return taken;
    }

    /// A block of IPv4 addresses. The first and the last are not given out, nor is the second,
    /// which belongs to the API itself.
    record AddressRange(int first, int bits) {
        private static final int RESERVED = 2;

        static AddressRange parse(String text) {
            int slash = text.indexOf('/');
            Integer first = slash < 0 ? null : address(text.substring(0, slash));
            if (first == null) {
                throw new IllegalArgumentException(
                        "serviceNetwork: " + text + " (expected: address/bits)");
            }
            return new AddressRange(first, Integer.parseInt(text.substring(slash + 1)));
        }

        static @Nullable Integer address(String text) {
            String[] parts = text.split("\\.", -1);
            if (parts.length != 4) {
                return null;
            }
            int result = 0;
            for (String part : parts) {
                if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                    return null;
                }
                result = (result << 8) | Integer.parseInt(part);
            }
            return result;
        }

        boolean contains(String text) {
            Integer address = address(text);
            if (address == null) {
                return false;
            }
            int offset = address - first;
            return offset > 0 && offset < size() - 1;
        }

        /// The same Service gets the same address again as long as it is free.
        String choose(ObjectKey key, Set<String> taken) {
            int places = size() - RESERVED - 1;
            int start = Math.floorMod(key.hashCode() * 0x9E3779B9, places);
            for (int i = 0; i < places; i++) {
                String candidate = text(first + RESERVED + (start + i) % places);
                if (!taken.contains(candidate)) {
                    return candidate;
                }
            }
            throw new ApiException(
                    ApiException.Reason.INTERNAL, "no free address is left in " + this);
        }

        private int size() {
            return 1 << (Integer.SIZE - bits);
        }

        private static String text(int address) {
            return (address >>> 24)
                    + "."
                    + ((address >>> 16) & 255)
                    + "."
                    + ((address >>> 8) & 255)
                    + "."
                    + (address & 255);
        }

        @Override
        public String toString() {
            return text(first) + "/" + bits;
        }
    }
}
