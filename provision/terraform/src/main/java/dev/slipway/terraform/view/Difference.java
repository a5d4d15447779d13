package dev.slipway.terraform.view;

import dev.slipway.hcl.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What happens to one part of an object, and to the parts in it. `replaces` says that this is what
/// the object must be replaced for.
record Difference(Sign sign, boolean replaces, Form form) {
    /// What there is to see of it.
    sealed interface Form {}

    /// A text, number, bool or null; `null` where there is nothing.
    record Scalar(@Nullable Value before, @Nullable Value after) implements Form {}

    /// JSON in a text; `spacing` says that only its spacing or order changes.
    record Json(Difference root, boolean spacing) implements Form {}

    /// Not known yet; `before` is what goes, or changes part by part into something unknown.
    record Pending(@Nullable Difference before) implements Form {}

    /// Must not be shown.
    record Hidden(Secrecy secrecy) implements Form {}

    /// Whether it is a secret from now on, or no longer, and else the same.
    enum Secrecy {
        STAYS,
        BEGINS,
        BEGINS_UNCHANGED,
        ENDS,
        ENDS_UNCHANGED
    }

    /// Given to the provider and kept by nobody.
    record WriteOnly() implements Form {}

    /// Something of another kind takes its place.
    record Swapped(Difference before, Difference after) implements Form {}

    /// Parts by name.
    record Fields(Kind kind, SortedMap<String, Difference> fields) implements Form {
        /// Of what the parts are.
        enum Kind {
            /// An object's attributes.
            OBJECT,
            /// Attributes that a schema describes one by one.
            NESTED,
            /// Elements of a map.
            MAP,
            /// Elements of a map that have parts themselves.
            MAP_OF_OBJECTS
        }

        Fields {
            fields = Collections.unmodifiableSortedMap(fields);
        }
    }

    /// Elements one after the other. Of those that stay as they are, neighbours of others are shown
    /// where their order means something, else they are only counted.
    record Elements(List<Difference> elements, boolean ordered) implements Form {
        Elements {
            elements = List.copyOf(elements);
        }
    }

    /// What a block consists of; nested blocks by type.
    record Body(SortedMap<String, Difference> attributes, SortedMap<String, List<Nested>> blocks)
            implements Form {
        Body {
            attributes = Collections.unmodifiableSortedMap(attributes);
            blocks = Collections.unmodifiableSortedMap(blocks);
        }
    }

    /// A nested block; the label is absent but for blocks that form a map.
    record Nested(@Nullable String label, Difference difference) {}

    boolean isSame() {
        return sign == Sign.SAME;
    }

    /// The sign of something of which these are all parts.
    static Sign signOf(boolean before, boolean after, Iterable<Difference> parts) {
        boolean same = true;
        for (Difference part : parts) {
            same &= part.isSame();
        }
        return Sign.of(before, after, same);
    }
}
