package dev.slipway.provider.schema;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Type;
import org.jspecify.annotations.Nullable;

/// An attribute of a block or a nested object. `type` is always there; for an attribute with a
/// nested object (protocol 6) it is the type that follows from `nested`.
public record Attribute(
        Type type, @Nullable NestedObject nested, Use use, boolean sensitive, Text text) {
    /// Who gives it its value.
    public enum Use {
        REQUIRED,
        OPTIONAL,
        /// The configuration may, else the provider does.
        OPTIONAL_COMPUTED,
        COMPUTED,
        /// The configuration must; it is never kept.
        REQUIRED_WRITE_ONLY,
        /// The configuration may; it is never kept.
        OPTIONAL_WRITE_ONLY;

        public boolean isComputed() {
            return this == OPTIONAL_COMPUTED || this == COMPUTED;
        }

        public boolean isRequired() {
            return this == REQUIRED || this == REQUIRED_WRITE_ONLY;
        }

        public boolean isOptional() {
            return this == OPTIONAL || this == OPTIONAL_COMPUTED || this == OPTIONAL_WRITE_ONLY;
        }

        public boolean isWriteOnly() {
            return this == REQUIRED_WRITE_ONLY || this == OPTIONAL_WRITE_ONLY;
        }
    }

    public Attribute {
        requireNonNull(type, "type");
        requireNonNull(use, "use");
        requireNonNull(text, "text");
    }
}
