package dev.slipway.wire.otlp;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.slipway.series.GoNumbers;
import dev.slipway.wire.ProtoReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The message `AnyValue` as the text that a label can hold: strings as they are, numbers as JSON
/// writes them, bytes in base 64, lists and maps as JSON.
final class ValueText {
    private static final double PLAIN_MIN = 1e-6;
    private static final double PLAIN_MAX = 1e21;

    private ValueText() {}

    /// Reads the message that the reader is in, to its end.
    static String read(ProtoReader reader) {
        return read(reader, false);
    }

    private static String read(ProtoReader reader, boolean json) {
        String text = json ? "null" : "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> text = quotedIf(json, reader.string());
                case 2 -> text = String.valueOf(reader.bool());
                case 3 -> text = String.valueOf(reader.varint());
                case 4 -> text = number(reader.float64(), json);
                case 5 -> {
                    int outer = reader.enter();
                    text = list(reader);
                    reader.leave(outer);
                }
                case 6 -> {
                    int outer = reader.enter();
                    text = map(reader);
                    reader.leave(outer);
                }
                case 7 -> {
                    byte[] bytes = reader.byteArray();
                    text = quotedIf(json, Base64.getEncoder().encodeToString(bytes));
                }
                default -> reader.skip();
            }
        }
        return text;
    }

    private static String list(ProtoReader reader) {
        List<String> values = new ArrayList<>();
        while (reader.next()) {
            if (reader.field() == 1) {
                int outer = reader.enter();
                values.add(read(reader, true));
                reader.leave(outer);
            } else {
                reader.skip();
            }
        }
        return "[" + String.join(",", values) + "]";
    }

    /// Sorted by key, so that the same map gives the same label.
    private static String map(ProtoReader reader) {
        Map<String, String> values = new TreeMap<>();
        while (reader.next()) {
            if (reader.field() == 1) {
                int outer = reader.enter();
                entry(reader, values);
                reader.leave(outer);
            } else {
                reader.skip();
            }
        }
        List<String> entries = new ArrayList<>();
        values.forEach((key, value) -> entries.add(quotedIf(true, key) + ":" + value));
        return "{" + String.join(",", entries) + "}";
    }

    private static void entry(ProtoReader reader, Map<String, String> values) {
        String key = "";
        String value = "null";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> key = reader.string();
                case 2 -> {
                    int outer = reader.enter();
                    value = read(reader, true);
                    reader.leave(outer);
                }
                default -> reader.skip();
            }
        }
        values.put(key, value);
    }

    /// JSON knows no numbers that are not finite.
    private static String number(double value, boolean json) {
        if (json && !Double.isFinite(value)) {
            return "null";
        }
        double size = Math.abs(value);
        boolean plain = value == 0 || (size >= PLAIN_MIN && size < PLAIN_MAX);
        return plain || !Double.isFinite(value)
                ? GoNumbers.plain(value)
                : GoNumbers.shortest(value).replace("e-0", "e-");
    }

    /// Go escapes the separators of lines and paragraphs too.
    private static String quotedIf(boolean quoted, String text) {
        if (!quoted) {
            return text;
        }
        String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(text));
        return '"' + escaped.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + '"';
    }
}
