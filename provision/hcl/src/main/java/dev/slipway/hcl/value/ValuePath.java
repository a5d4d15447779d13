package dev.slipway.hcl.value;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.text.GoQuote;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from a value to a part of it. Immutable.
public record ValuePath(List<Step> steps) {
    /// The value itself.
    public static final ValuePath ROOT = new ValuePath(List.of());

    /// One level down.
    public sealed interface Step {
        /// An attribute of an object.
        record Attribute(String name) implements Step {
            public Attribute {
                requireNonNull(name, "name");
            }
        }

        /// An element: of a list or tuple by number, of a map by text, of a set by the element.
        record Index(Value key) implements Step {
            public Index {
                requireNonNull(key, "key");
            }
        }
    }

    public ValuePath {
        steps = List.copyOf(steps);
    }

    public ValuePath attribute(String name) {
        return then(new Step.Attribute(name));
    }

    public ValuePath index(Value key) {
        return then(new Step.Index(key));
    }

    public ValuePath index(long position) {
        return index(Value.of(position));
    }

    public ValuePath then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new ValuePath(longer);
    }

    public boolean startsWith(ValuePath other) {
        return steps.size() >= other.steps.size()
                && steps.subList(0, other.steps.size()).equals(other.steps);
    }

    /// The part it leads to, with the marks of everything on the way; `null` where there is none,
    /// unknown where that cannot be told yet.
    public @Nullable Value in(Value value) {
        Value at = value;
        for (Step step : steps) {
            Value inner = at.unmarked();
            if (inner instanceof Value.Unknown) {
                return Values.DYNAMIC.withMarks(at.marks());
            }
            Value part = part(inner, step);
            if (part == null) {
                return null;
            }
            at = part.withMarks(at.marks());
        }
        return at;
    }

    private static @Nullable Value part(Value value, Step step) {
        return switch (step) {
            case Step.Attribute(String name) ->
                    value instanceof Value.Mapping mapping ? mapping.elements().get(name) : null;
            case Step.Index(Value key) -> element(value, key);
        };
    }

    private static @Nullable Value element(Value value, Value key) {
        if (value instanceof Value.Mapping mapping && key instanceof Value.Text(String name)) {
            return mapping.elements().get(name);
        }
        if (!(value instanceof Value.Sequence sequence)) {
            return null;
        }
        if (sequence.type() instanceof Type.SetOf) {
            return sequence.elements().contains(key) ? key : null;
        }
        Long position = key instanceof Value.Numeric(BigFloat n) ? n.toLongExact() : null;
        return position == null || position < 0 || position >= sequence.elements().size()
                ? null
                : sequence.elements().get(position.intValue());
    }

    /// As an expression would go on after a name: `.tags["Name"]`, `.list[0]`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Step.Attribute(String name) -> text.append('.').append(name);
                case Step.Index(Value.Text(String key)) ->
                        text.append('[').append(GoQuote.quoted(key)).append(']');
                case Step.Index(Value.Numeric(BigFloat number)) ->
                        text.append('[').append(number).append(']');
                case Step.Index(Value _) -> text.append("[...]");
            }
        }
        return text.toString();
    }

    /// Paths in a stable order: by their text.
    public static int compare(ValuePath one, ValuePath other) {
        return CodePointOrder.INSTANCE.compare(one.toString(), other.toString());
    }
}
