package dev.slipway.wire;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import java.util.ArrayList;
import java.util.List;

/// What a remote read asks for. Immutable.
public record ReadRequest(List<Query> queries, List<ResponseType> accepted) {
    /// How the answer may come, in the order the asker prefers; samples if it says nothing.
    public enum ResponseType {
        SAMPLES(0),
        STREAMED_CHUNKS(1);

        private final int number;

        ResponseType(int number) {
            this.number = number;
        }
    }

    /// @param hints what the samples are for, so that a source may leave out what is not needed
    public record Query(Selection selection, Hints hints) {
        public Query {
            requireNonNull(selection, "selection");
            requireNonNull(hints, "hints");
        }
    }

    /// @param function the function or aggregation around the selector; empty if there is none
    /// @param grouping the labels of the aggregation
    /// @param by whether it is by these labels, or without them
    public record Hints(
            long stepMillis,
            String function,
            long startMillis,
            long endMillis,
            long rangeMillis,
            List<String> grouping,
            boolean by) {
        public static final Hints NONE = new Hints(0, "", 0, 0, 0, List.of(), false);

        public Hints {
            requireNonNull(function, "function");
            grouping = List.copyOf(grouping);
        }
    }

    private static final int QUERIES_MAX = 1_000;
    private static final int MATCHERS_MAX = 1_000;

    public ReadRequest {
        queries = List.copyOf(queries);
        accepted = List.copyOf(accepted);
    }

    /// The type to answer with: the first accepted one, all of which are spoken here.
    public ResponseType responseType() {
        return accepted.isEmpty() ? ResponseType.SAMPLES : accepted.getFirst();
    }

    /// Decodes a body, as it came: compressed. Throws [WireException], also for a matcher whose
    /// regular expression is malformed.
    public static ReadRequest decode(byte[] body, WireLimits limits) {
        SnappyBlock snappy = new SnappyBlock();
        byte[] bytes = snappy.decompress(body, 0, body.length, limits.bodyBytesMax());
        ProtoReader reader = new ProtoReader(bytes, 0, snappy.size());
        List<Query> queries = new ArrayList<>();
        List<ResponseType> accepted = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> {
                    int outer = reader.enter();
                    queries.add(query(reader));
                    reader.leave(outer);
                }
                case 2 -> accept(reader, accepted);
                default -> reader.skip();
            }
            if (queries.size() > QUERIES_MAX || accepted.size() > QUERIES_MAX) {
                throw WireException.tooLarge("queries", queries.size(), QUERIES_MAX);
            }
        }
        return new ReadRequest(queries, accepted);
    }

    /// The request as a compressed body.
    public byte[] encode() {
        ProtoWriter writer = new ProtoWriter();
        for (Query query : queries) {
            int opened = writer.open(1);
            Selection selection = query.selection();
            writer.varintIfSet(1, selection.startMillis());
            writer.varintIfSet(2, selection.endMillis());
            for (Matcher matcher : selection.matchers()) {
                int message = writer.open(3);
                writer.varintIfSet(1, number(matcher.type()));
                writer.stringIfSet(2, matcher.name());
                writer.stringIfSet(3, matcher.value());
                writer.close(message);
            }
            hints(writer, query.hints());
            writer.close(opened);
        }
        if (!accepted.isEmpty()) {
            int packed = writer.open(2);
            accepted.forEach(type -> writer.rawVarint(type.number));
            writer.close(packed);
        }
        return SnappyBlock.compress(writer.buffer(), 0, writer.size());
    }

    private static void accept(ProtoReader reader, List<ResponseType> accepted) {
        DoubleList numbers = new DoubleList();
        reader.varints(numbers);
        for (int i = 0; i < numbers.size(); i++) {
            ResponseType[] types = ResponseType.values();
            if (numbers.value(i) < types.length) {
                accepted.add(types[(int) numbers.value(i)]);
            }
        }
    }

    private static int number(Matcher.Type type) {
        return switch (type) {
            case EQUAL -> 0;
            case NOT_EQUAL -> 1;
            case REGEX -> 2;
            case NOT_REGEX -> 3;
        };
    }

    private static Query query(ProtoReader reader) {
        long startMillis = 0;
        long endMillis = 0;
        Hints hints = Hints.NONE;
        List<Matcher> matchers = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> startMillis = reader.varint();
                case 2 -> endMillis = reader.varint();
                case 3 -> {
                    int outer = reader.enter();
                    matchers.add(matcher(reader));
                    reader.leave(outer);
                }
                case 4 -> {
                    int outer = reader.enter();
                    hints = hints(reader);
                    reader.leave(outer);
                }
                default -> reader.skip();
            }
            if (matchers.size() > MATCHERS_MAX) {
                throw WireException.tooLarge("matchers", matchers.size(), MATCHERS_MAX);
            }
        }
        return new Query(new Selection(matchers, startMillis, endMillis), hints);
    }

    private static Matcher matcher(ProtoReader reader) {
        long type = 0;
        String name = "";
        String value = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> type = reader.varint();
                case 2 -> name = reader.string();
                case 3 -> value = reader.string();
                default -> reader.skip();
            }
        }
        Matcher.Type[] types = Matcher.Type.values();
        if (type < 0 || type >= types.length) {
            throw reader.malformed("matcher type " + type, "0 to 3");
        }
        try {
            return Matcher.of(types[(int) type], name, value);
        } catch (IllegalArgumentException e) {
            throw reader.malformed("a matcher with " + e.getMessage(), "a regular expression");
        }
    }

    private static Hints hints(ProtoReader reader) {
        long stepMillis = 0;
        String function = "";
        long startMillis = 0;
        long endMillis = 0;
        long rangeMillis = 0;
        boolean by = false;
        List<String> grouping = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> stepMillis = reader.varint();
                case 2 -> function = reader.string();
                case 3 -> startMillis = reader.varint();
                case 4 -> endMillis = reader.varint();
                case 5 -> grouping.add(reader.string());
                case 6 -> by = reader.bool();
                case 7 -> rangeMillis = reader.varint();
                default -> reader.skip();
            }
        }
        return new Hints(stepMillis, function, startMillis, endMillis, rangeMillis, grouping, by);
    }

    private static void hints(ProtoWriter writer, Hints hints) {
        if (hints.equals(Hints.NONE)) {
            return;
        }
        int opened = writer.open(4);
        writer.varintIfSet(1, hints.stepMillis());
        writer.stringIfSet(2, hints.function());
        writer.varintIfSet(3, hints.startMillis());
        writer.varintIfSet(4, hints.endMillis());
        hints.grouping().forEach(label -> writer.string(5, label));
        writer.varintIfSet(6, hints.by() ? 1 : 0);
        writer.varintIfSet(7, hints.rangeMillis());
        writer.close(opened);
    }
}
