package dev.slipway.state.address;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.Value;

/// Tells the instances of a resource or module apart: without `count` and `for_each` there is one
/// without a key. In order: no key, numbers, names.
public sealed interface InstanceKey extends Comparable<InstanceKey> {
    /// Nothing static waits for it, so that no two threads can wait for each other here.
    @SuppressWarnings("ClassInitializationDeadlock")
    InstanceKey NONE = new None();

    /// The only instance.
    record None() implements InstanceKey {
        @Override
        public String toString() {
            return "";
        }
    }

    /// Of `count`, from zero.
    record Index(long index) implements InstanceKey {
        public Index {
            if (index < 0) {
                throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
            }
        }

        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /// Of `for_each`.
    record Name(String name) implements InstanceKey {
        public Name {
            requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return "[" + GoQuote.quoted(name) + "]";
        }
    }

    static InstanceKey of(long index) {
        return new Index(index);
    }

    static InstanceKey of(String name) {
        return new Name(name);
    }

    /// The key as `each.key` or `count.index`.
    ///
    /// @throws IllegalStateException if there is none
    default Value value() {
        return switch (this) {
            case None _ -> throw new IllegalStateException("no key has no value");
            case Index(long index) -> Value.of(index);
            case Name(String name) -> Value.of(name);
        };
    }

    @Override
    default int compareTo(InstanceKey other) {
        int byKind = Integer.compare(rank(), other.rank());
        if (byKind != 0) {
            return byKind;
        }
        return switch (this) {
            case None _ -> 0;
            case Index(long index) -> Long.compare(index, ((Index) other).index());
            case Name(String name) -> CodePointOrder.INSTANCE.compare(name, ((Name) other).name());
        };
    }

    private int rank() {
        return switch (this) {
            case None _ -> 0;
            case Index _ -> 1;
            case Name _ -> 2;
        };
    }
}
