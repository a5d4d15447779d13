package dev.slipway.hcl.eval;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import java.util.function.BiConsumer;

/// Visits the elements of a known list, set, tuple, map or object with their keys. Stateless.
public final class Iterations {
    private Iterations() {}

    /// Keys are numbers for lists and tuples, names for maps and objects, and the elements
    /// themselves for sets.
    public static void forEach(Value collection, BiConsumer<Value, Value> visitor) {
        switch (collection) {
            case Value.Sequence sequence -> {
                boolean set = sequence.type() instanceof Type.SetOf;
                long index = 0;
                for (Value each : sequence.elements()) {
                    visitor.accept(set ? each : Value.of(index), each);
                    index++;
                }
            }
            case Value.Mapping mapping ->
                    mapping.elements()
                            .forEach((name, each) -> visitor.accept(Value.of(name), each));
            case Value.Marked marked -> forEach(marked.inner(), visitor);
            case Value.Text text -> throw refused(text);
            case Value.Numeric number -> throw refused(number);
            case Value.Bool bool -> throw refused(bool);
            case Value.Null none -> throw refused(none);
            case Value.Unknown unknown -> throw refused(unknown);
        }
    }

    private static IllegalStateException refused(Value value) {
        return new IllegalStateException(value.type().friendlyName() + " has no elements");
    }
}
