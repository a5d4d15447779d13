package dev.slipway.terraform.encryption;

import dev.slipway.state.StateException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where keys come from: a `key_provider`. What is needed to get the same key again is kept beside
/// what is encrypted, by a name of its own. Implementations are safe for many threads.
interface KeySource {
    /// A key, and what must be kept to get it again, by the names of those who must keep it.
    record Key(byte[] bytes, Map<String, byte[]> kept) {
        public Key {
            kept = Map.copyOf(kept);
        }

        /// Made of this one, with something more to keep.
        Key next(byte[] bytes, String name, byte[] meta) {
            Map<String, byte[]> all = new TreeMap<>(kept);
            all.put(name, meta);
            return new Key(bytes, all);
        }
    }

    /// The key to encrypt with, the same all the time.
    ///
    /// @throws StateException if none can be had
    Key own();

    /// The key that something was encrypted with; null if nothing of it was kept.
    ///
    /// @throws StateException if what was kept makes no sense, or the key cannot be had
    byte @Nullable [] bytes(Map<String, byte[]> kept);
}
