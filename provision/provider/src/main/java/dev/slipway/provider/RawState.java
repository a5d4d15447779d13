package dev.slipway.provider;

import java.util.Arrays;
import java.util.Map;

/// A resource's attributes as a state keeps them, in the form of whatever schema version wrote
/// them.
public sealed interface RawState {
    /// A JSON object. The bytes must not be changed.
    record Json(byte[] bytes) implements RawState {
        @Override
        public boolean equals(Object other) {
            return other instanceof Json json && Arrays.equals(bytes, json.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Json[" + bytes.length + " bytes]";
        }
    }

    /// The flat form of Terraform before 0.12.
    record Flatmap(Map<String, String> attributes) implements RawState {
        public Flatmap {
            attributes = Map.copyOf(attributes);
        }
    }
}
