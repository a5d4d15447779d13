package dev.slipway.hcl.value;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.text.Texts;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an expression yields. Besides known values there are nulls, which have a type, values that
/// are not known yet, about which something may be known all the same ([Refinement]), and marks,
/// which wrap a value at any depth.
///
/// Texts are normalised to NFC. Elements of sets are different and in the order of [SetOrder]; the
/// keys of maps and objects are in code point order. Equality of these records is equality of type
/// and content, marks included; that of the language is [Comparison#equal]. Immutable.
public sealed interface Value {
    Type type();

    /// A string.
    record Text(String text) implements Value {
        public Text {
            text = Texts.normalized(text);
        }

        @Override
        public Type type() {
            return Type.Primitive.STRING;
        }
    }

    /// A number.
    record Numeric(BigFloat number) implements Value {
        public Numeric {
            requireNonNull(number, "number");
        }

        @Override
        public Type type() {
            return Type.Primitive.NUMBER;
        }
    }

    /// True or false.
    record Bool(boolean isTrue) implements Value {
        @Override
        public Type type() {
            return Type.Primitive.BOOL;
        }
    }

    /// A list, set or tuple. Elements must already have the types that `type` says; see [Values].
    record Sequence(Type type, List<Value> elements) implements Value {
        public Sequence {
            requireNonNull(type, "type");
            elements = List.copyOf(elements);
        }
    }

    /// A map or an object. Elements must already have the types that `type` says; see [Values].
    record Mapping(Type type, SortedMap<String, Value> elements) implements Value {
        public Mapping {
            requireNonNull(type, "type");
            SortedMap<String, Value> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
            sorted.putAll(elements);
            elements = Collections.unmodifiableSortedMap(sorted);
        }
    }

    /// No value of some type.
    record Null(Type type) implements Value {
        public Null {
            type = type.withoutOptional();
        }
    }

    /// A value that will be known later.
    record Unknown(Type type, Refinement refinement) implements Value {
        public Unknown {
            type = type.withoutOptional();
            requireNonNull(refinement, "refinement");
        }
    }

    /// A value with marks; `inner` itself is never marked, but parts of it may be.
    record Marked(Value inner, Set<Mark> marks) implements Value {
        public Marked {
            requireNonNull(inner, "inner");
            marks = Set.copyOf(marks);
        }

        @Override
        public Type type() {
            return inner.type();
        }
    }

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(boolean bool) {
        return new Bool(bool);
    }

    static Value of(long number) {
        return new Numeric(BigFloat.of(number));
    }

    static Value of(BigFloat number) {
        return new Numeric(number);
    }

    static Value nullOf(Type type) {
        return new Null(type);
    }

    /// A value of a type about which nothing is known.
    static Value unknown(Type type) {
        return new Unknown(type, Refinement.NONE);
    }

    default boolean isNull() {
        return unmarked() instanceof Null;
    }

    /// Whether the value itself is known; its parts may not be.
    default boolean isKnown() {
        return !(unmarked() instanceof Unknown);
    }

    /// Whether the value and all of its parts are known.
    default boolean isWhollyKnown() {
        return switch (this) {
            case Text ignored -> true;
            case Numeric ignored -> true;
            case Bool ignored -> true;
            case Null ignored -> true;
            case Unknown ignored -> false;
            case Sequence sequence -> areWhollyKnown(sequence.elements());
            case Mapping mapping -> areWhollyKnown(mapping.elements().values());
            case Marked marked -> marked.inner().isWhollyKnown();
        };
    }

    /// A loop, as all that goes through values: streams take ten times the stack for each level.
    private static boolean areWhollyKnown(Iterable<Value> values) {
        for (Value each : values) {
            if (!each.isWhollyKnown()) {
                return false;
            }
        }
        return true;
    }

    /// This value without its own marks; parts keep theirs.
    default Value unmarked() {
        return this instanceof Marked marked ? marked.inner() : this;
    }

    /// The value's own marks, without those of its parts.
    default Set<Mark> marks() {
        return this instanceof Marked marked ? marked.marks() : Set.of();
    }

    default boolean has(Mark mark) {
        return marks().contains(mark);
    }

    /// Also carrying these marks.
    default Value withMarks(Set<Mark> more) {
        if (more.isEmpty() || marks().containsAll(more)) {
            return this;
        }
        SortedSet<Mark> all = new TreeSet<>(java.util.Comparator.comparing(Mark::name));
        all.addAll(marks());
        all.addAll(more);
        return new Marked(unmarked(), all);
    }

    default Value withMark(Mark mark) {
        return withMarks(Set.of(mark));
    }
}
