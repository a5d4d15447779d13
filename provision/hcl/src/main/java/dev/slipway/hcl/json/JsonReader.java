package dev.slipway.hcl.json;

import dev.slipway.hcl.depth.Depth;
import java.util.ArrayList;
import java.util.List;

/// Reads one JSON text by recursive descent. Used once, by one thread.
public final class JsonReader {
    private static final int DEPTH_MAX = 200;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    public static JsonNode read(String text) throws JsonException {
        JsonReader reader = new JsonReader(text);
        JsonNode node = reader.value();
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw new JsonException(reader.at, "extraneous data after JSON object");
        }
        return node;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws JsonException {
        skipSpace();
        if (at >= text.length()) {
            throw new JsonException(at, "EOF");
        }
        return text.charAt(at);
    }

    private JsonNode value() throws JsonException {
        if (++depth > DEPTH_MAX) {
            throw new JsonException(at, "nested deeper than " + DEPTH_MAX + " levels");
        }
        JsonNode node = Depth.deeper(this::oneValue);
        depth--;
        return node;
    }

    private JsonNode oneValue() throws JsonException {
        char first = peek();
        int start = at;
        return switch (first) {
            case '{' -> object(start);
            case '[' -> array(start);
            case '"' -> string();
            case 't' -> word("true", new JsonNode.Bool(start, start + 4, true));
            case 'f' -> word("false", new JsonNode.Bool(start, start + 5, false));
            case 'n' -> word("null", new JsonNode.Null(start, start + 4));
            default -> number(start);
        };
    }

    private JsonException invalid() {
        return new JsonException(
                at, "invalid character '" + text.charAt(at) + "' looking for beginning of value");
    }

    private JsonNode word(String word, JsonNode node) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw invalid();
        }
        at += word.length();
        return node;
    }

    private JsonNode number(int start) throws JsonException {
        if (text.charAt(at) == '-') {
            at++;
        }
        int digits = at;
        skipDigits();
        if (at == digits || (text.charAt(digits) == '0' && at > digits + 1)) {
            at = start;
            throw invalid();
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            requireDigits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            requireDigits();
        }
        return new JsonNode.Numeric(start, at, text.substring(start, at));
    }

    private void requireDigits() throws JsonException {
        int digits = at;
        skipDigits();
        if (at == digits) {
            throw new JsonException(at, "invalid character in numeric literal");
        }
    }

    private void skipDigits() {
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
    }

    private JsonNode.Text string() throws JsonException {
        int start = at++;
        StringBuilder out = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw new JsonException(at, "unexpected EOF");
            }
            char each = text.charAt(at++);
            if (each == '"') {
                return new JsonNode.Text(start, at, out.toString());
            }
            if (each < ' ') {
                throw new JsonException(at - 1, "invalid character in string literal");
            }
            out.append(each == '\\' ? escape() : each);
        }
    }

    private char escape() throws JsonException {
        if (at >= text.length()) {
            throw new JsonException(at, "unexpected EOF");
        }
        char each = text.charAt(at++);
        return switch (each) {
            case '"', '\\', '/' -> each;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default ->
                    throw new JsonException(
                            at - 1, "invalid character '" + each + "' in string escape code");
        };
    }

    private char unicode() throws JsonException {
        int unit = 0;
        for (int digit = 0; digit < 4; digit++) {
            int value = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (value < 0 || text.charAt(at) >= 0x80) {
                throw new JsonException(
                        at, "invalid character in \\u hexadecimal character escape");
            }
            unit = unit * 16 + value;
            at++;
        }
        return (char) unit;
    }

    private JsonNode array(int start) throws JsonException {
        at++;
        List<JsonNode> elements = new ArrayList<>();
        if (peek() == ']') {
            at++;
            return new JsonNode.Array(start, at, elements);
        }
        while (true) {
            elements.add(value());
            char next = peek();
            at++;
            if (next == ']') {
                return new JsonNode.Array(start, at, elements);
            }
            if (next != ',') {
                throw new JsonException(
                        at - 1, "invalid character '" + next + "' after array element");
            }
        }
    }

    private JsonNode object(int start) throws JsonException {
        at++;
        List<JsonNode.Member> members = new ArrayList<>();
        if (peek() == '}') {
            at++;
            return new JsonNode.Members(start, at, members);
        }
        while (true) {
            if (peek() != '"') {
                throw new JsonException(
                        at,
                        "invalid character '"
                                + text.charAt(at)
                                + "' looking for beginning of object key string");
            }
            JsonNode.Text name = string();
            if (peek() != ':') {
                throw new JsonException(
                        at, "invalid character '" + text.charAt(at) + "' after object key");
            }
            at++;
            members.add(new JsonNode.Member(name, value()));
            char next = peek();
            at++;
            if (next == '}') {
                return new JsonNode.Members(start, at, members);
            }
            if (next != ',') {
                throw new JsonException(
                        at - 1, "invalid character '" + next + "' after object key:value pair");
            }
        }
    }
}
