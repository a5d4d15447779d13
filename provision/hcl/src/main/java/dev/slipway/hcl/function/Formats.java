package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `format` and `formatlist`.
final class Formats {
    private Formats() {}

    static void addTo(Map<String, Function> table) {
        table.put(
                "format",
                Definition.of()
                        .taking("format", Type.Primitive.STRING)
                        .repeating("args", Type.Any.DYNAMIC, Allowance.NULL, Allowance.UNKNOWN)
                        .yields(Type.Primitive.STRING, Formats::formatted));
        table.put(
                "formatlist",
                Definition.of()
                        .taking("format", Type.Primitive.STRING)
                        .repeating("args", Type.Any.DYNAMIC, Allowance.NULL, Allowance.UNKNOWN)
                        .yields(Type.list(Type.Primitive.STRING), Formats::formattedList));
    }

    private static Value formatted(List<Value> arguments) throws FunctionException {
        String format = Values.text(arguments.getFirst());
        return formatted(format, arguments.subList(1, arguments.size()));
    }

    private static Value formatted(String format, List<Value> arguments) throws FunctionException {
        for (Value each : arguments) {
            if (!each.isWhollyKnown()) {
                int verb = format.indexOf('%');
                String prefix = verb <= 0 ? "" : format.substring(0, verb);
                return Refinement.NOT_NULL.withPrefix(prefix).of(Type.Primitive.STRING);
            }
        }
        return Value.of(new FormatText(format, arguments).text());
    }

    private static Value formattedList(List<Value> arguments) throws FunctionException {
        String format = Values.text(arguments.getFirst());
        List<Value> given = arguments.subList(1, arguments.size());
        int length = -1;
        int longest = 0;
        boolean unknown = false;
        for (int index = 0; index < given.size(); index++) {
            Value each = given.get(index);
            if (!each.type().isSequence() || each.isNull()) {
                unknown |= !each.isKnown() && each.type().isDynamic();
                continue;
            }
            if (!each.isKnown()) {
                unknown = true;
                if (!(each.type() instanceof Type.TupleOf)) {
                    continue;
                }
            }
            int size = size(each);
            if (length >= 0 && length != size) {
                throw FunctionException.argument(
                        index + 1,
                        "argument "
                                + (index + 1)
                                + " has length "
                                + size
                                + ", which is inconsistent with argument "
                                + (longest + 1)
                                + " of length "
                                + length);
            }
            if (length < 0) {
                longest = index;
            }
            length = size;
        }
        if (unknown) {
            return Values.unknownNotNull(Type.list(Type.Primitive.STRING));
        }
        return rows(format, given, length < 0 ? 1 : length);
    }

    private static int size(Value sequence) {
        return sequence.type() instanceof Type.TupleOf tuple
                ? tuple.elements().size()
                : Values.elements(sequence).size();
    }

    private static Value rows(String format, List<Value> given, int length)
            throws FunctionException {
        List<Value> rows = new ArrayList<>();
        for (int row = 0; row < length; row++) {
            List<Value> arguments = new ArrayList<>();
            for (Value each : given) {
                boolean many = each.type().isSequence() && !each.isNull();
                arguments.add(many ? element(each, row) : each);
            }
            try {
                rows.add(formatted(format, arguments));
            } catch (FunctionException problem) {
                throw FunctionException.failure(
                        "error on format iteration " + row + ": " + problem.getMessage());
            }
        }
        return Values.list(Type.Primitive.STRING, rows);
    }

    private static Value element(Value sequence, int index) {
        return Values.elements(sequence).get(index);
    }
}
