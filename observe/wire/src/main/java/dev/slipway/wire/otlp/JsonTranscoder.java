package dev.slipway.wire.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.slipway.wire.ProtoWriter;
import dev.slipway.wire.WireException;
import dev.slipway.wire.otlp.JsonSchema.Field;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;

/// Brings a request in JSON into protobuf, so that there is one decoder. JSON is as protobuf
/// defines it, except that ids of traces are hexadecimal and enums are numbers; fields that are not
/// known are skipped. For one body.
final class JsonTranscoder {
    private static final int DEPTH_MAX = 128;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .build();

    private final JsonParser parser;
    private final ProtoWriter writer;

    private JsonTranscoder(JsonParser parser, ProtoWriter writer) {
        this.parser = parser;
        this.writer = writer;
    }

    /// Throws [WireException] for whatever is no such request.
    static byte[] toProtobuf(byte[] json) {
        ProtoWriter writer = new ProtoWriter(json.length / 2);
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonTranscoder transcoder = new JsonTranscoder(parser, writer);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw transcoder.unexpected("an object");
            }
            transcoder.message(JsonSchema.REQUEST);
            if (parser.nextToken() != null) {
                throw transcoder.unexpected("the end");
            }
            return writer.toByteArray();
        } catch (IOException e) {
            WireException failure =
                    WireException.malformed("JSON: " + firstLine(e) + " (expected: OTLP)");
            failure.initCause(e);
            throw failure;
        }
    }

    private void message(JsonSchema schema) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Field field = schema.field(parser.currentName());
            JsonToken value = parser.nextToken();
            if (field == null || value == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else if (value == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(field);
                }
            } else {
                value(field);
            }
        }
    }

    private void value(Field field) throws IOException {
        JsonSchema message = field.message();
        if (message != null) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw unexpected("an object");
            }
            int opened = writer.open(field.number());
            message(message);
            writer.close(opened);
            return;
        }
        JsonToken token = parser.currentToken();
        if (!token.isScalarValue()) {
            throw unexpected("a value");
        }
        try {
            scalar(field, parser.getText());
        } catch (IllegalArgumentException e) {
            throw unexpected(field.type().toString());
        }
    }

    /// Throws [IllegalArgumentException] if the text is not of the type.
    private void scalar(Field field, String text) {
        int number = field.number();
        switch (field.type()) {
            case STRING -> writer.string(number, text);
            case HEX -> writer.bytes(number, HexFormat.of().parseHex(text));
            case BASE64 -> writer.bytes(number, Base64.getDecoder().decode(text));
            case BOOL -> writer.varint(number, truth(text) ? 1 : 0);
            case VARINT -> writer.varint(number, whole(text));
            case ZIGZAG -> writer.zigzagIfSet(number, Integer.parseInt(text));
            case FIXED64 -> writer.fixed64(number, whole(text));
            case DOUBLE -> writer.float64(number, real(text));
            case MESSAGE -> throw new IllegalArgumentException(text);
        }
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    /// Signed or not: the wire has the same bits.
    private static long whole(String text) {
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    private static double real(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                boolean plain = !text.isEmpty() && text.chars().allMatch(c -> isOfNumber((char) c));
                if (!plain) {
                    throw new IllegalArgumentException(text);
                }
                yield Double.parseDouble(text);
            }
        };
    }

    private static boolean isOfNumber(char c) {
        return "0123456789+-.eE".indexOf(c) >= 0;
    }

    private WireException unexpected(String expected) throws IOException {
        String found = parser.currentToken() == null ? "the end" : parser.getText();
        String shown = found.length() > 50 ? found.substring(0, 50) : found;
        return WireException.malformed(
                "JSON at byte %d: %s (expected: %s)"
                        .formatted(parser.currentTokenLocation().getByteOffset(), shown, expected));
    }

    private static String firstLine(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
