package dev.slipway.hcl.value;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.text.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// The order in which a set shows its elements: texts by code point, numbers by size, false before
/// true, then what is unknown, then nulls. Elements with parts are ordered by a short text about
/// them; that order means nothing, but every tool that reads sets of this language has it.
/// Stateless.
enum SetOrder implements Comparator<Value> {
    INSTANCE;

    @Override
    public int compare(Value left, Value right) {
        int byRank = Integer.compare(rank(left), rank(right));
        if (byRank != 0) {
            return byRank;
        }
        if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
            return CodePointOrder.INSTANCE.compare(a, b);
        }
        if (left instanceof Value.Numeric(BigFloat a)
                && right instanceof Value.Numeric(BigFloat b)) {
            return a.compareTo(b);
        }
        if (left instanceof Value.Bool(boolean a) && right instanceof Value.Bool(boolean b)) {
            return Boolean.compare(a, b);
        }
        return Arrays.compareUnsigned(bytes(left), bytes(right));
    }

    private static int rank(Value value) {
        return value instanceof Value.Null ? 2 : value instanceof Value.Unknown ? 1 : 0;
    }

    private static byte[] bytes(Value value) {
        StringBuilder text = new StringBuilder();
        describe(value, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void describe(Value value, StringBuilder out) {
        switch (value) {
            case Value.Text text -> out.append(GoQuote.quoted(text.text()));
            case Value.Numeric number -> out.append(BigFloatText.brief(number.number()));
            case Value.Bool bool -> out.append(bool.isTrue() ? 'T' : 'F');
            case Value.Null ignored -> out.append('~');
            case Value.Unknown ignored -> out.append('?');
            case Value.Marked marked -> describe(marked.inner(), out);
            case Value.Sequence sequence -> {
                boolean tuple = sequence.type() instanceof Type.TupleOf;
                out.append(tuple ? '<' : '[');
                for (Value each : sequence.elements()) {
                    describe(each, out);
                    out.append(';');
                }
                out.append(tuple ? '>' : ']');
            }
            case Value.Mapping mapping -> {
                boolean object = mapping.type() instanceof Type.ObjectOf;
                out.append(object ? '<' : '{');
                mapping.elements()
                        .forEach((name, each) -> {
                            if (!object) {
                                out.append(GoQuote.quoted(name)).append(':');
                            }
                            describe(each, out);
                            out.append(';');
                        });
                out.append(object ? '>' : '}');
            }
        }
    }
}
