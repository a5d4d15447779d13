package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/// One document being written. What is written is read back as the same tree by [Yaml] and by
/// `kubectl`.
final class YamlWriter {
    /// Texts that need no quotes unless they look like something else.
    private static final Pattern PLAIN =
            Pattern.compile(
                    "(?:[\\p{L}\\p{N}/._$()+=;~^\\\\]|-(?=[^ ]))[\\p{L}\\p{N}\\p{P}\\p{S} ]*");

    private static final Pattern NOT_PLAIN = Pattern.compile(": |:$| #| $|^---|^\\.\\.\\.|^=$");

    /// Dates, and numbers to the base 60, which some readers take for more than texts.
    private static final Pattern LOOKS_TYPED =
            Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?[0-9][0-9_]*(?::[0-9]+)+.*");

    private final StringBuilder out = new StringBuilder();

    String document(JsonNode tree) {
        if (tree.isContainerNode() && !tree.isEmpty()) {
            block(tree, 0, false);
        } else {
            scalar(tree, 2);
            out.append('\n');
        }
        return out.toString();
    }

    /// `inline`: the first line continues one that was begun.
    private void block(JsonNode tree, int indent, boolean inline) {
        boolean first = inline;
        switch (tree) {
            case ObjectNode object -> {
                for (var field : object.properties()) {
                    indent(first ? 0 : indent);
                    first = false;
                    text(field.getKey());
                    out.append(':');
                    fieldValue(field.getValue(), indent);
                }
            }
            case ArrayNode list -> {
                for (JsonNode element : list) {
                    indent(first ? 0 : indent);
                    first = false;
                    out.append("- ");
                    if (element.isContainerNode() && !element.isEmpty()) {
                        block(element, indent + 2, true);
                    } else {
                        scalar(element, indent + 2);
                        out.append('\n');
                    }
                }
            }
            default -> throw new IllegalArgumentException("Not a block: " + tree.getNodeType());
        }
    }

    private void fieldValue(JsonNode value, int indent) {
        if (value.isContainerNode() && !value.isEmpty()) {
            out.append('\n');
            block(value, value.isArray() ? indent : indent + 2, false);
            return;
        }
        out.append(' ');
        scalar(value, indent + 2);
        out.append('\n');
    }

    private void scalar(JsonNode value, int indent) {
        switch (value) {
            case TextNode text when isLiteral(text.textValue()) ->
                    literal(text.textValue(), indent);
            case TextNode text -> text(text.textValue());
            case ArrayNode _ -> out.append("[]");
            case ObjectNode _ -> out.append("{}");
            case JsonNode other -> out.append(other);
        }
    }

    private static boolean isLiteral(String text) {
        return text.indexOf('\n') >= 0
                && !text.startsWith(" ")
                && !text.startsWith("\n")
                && text.chars().allMatch(c -> c == '\n' || c == '\t' || isPrintable(c))
                && !text.contains(" \n")
                && !text.contains("\t\n");
    }

    private void literal(String text, int indent) {
        boolean ends = text.endsWith("\n");
        boolean endsTwice = text.endsWith("\n\n");
        out.append(endsTwice ? "|+" : ends ? "|" : "|-");
        String body = ends ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            out.append('\n');
            if (!line.isEmpty()) {
                indent(indent);
                out.append(line);
            }
        }
    }

    private void text(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !NOT_PLAIN.matcher(text).find();
        boolean looksTyped =
                text.isEmpty()
                        || !YamlScalars.resolve(text).isTextual()
                        || LOOKS_TYPED.matcher(text).matches();
        if (plain && !looksTyped) {
            out.append(text);
        } else if (looksTyped || !text.chars().allMatch(YamlWriter::isPrintable)) {
            quoted(text);
        } else {
            out.append('\'').append(text.replace("'", "''")).append('\'');
        }
    }

    private void quoted(String text) {
        out.append('"');
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '"', '\\' -> out.append('\\').append((char) c);
                        case '\n' -> out.append("\\n");
                        case '\t' -> out.append("\\t");
                        case '\r' -> out.append("\\r");
                        default -> {
                            boolean plain = c > Character.MAX_VALUE || isPrintable(c);
                            out.append(plain ? Character.toString(c) : "\\u%04x".formatted(c));
                        }
                    }
                });
        out.append('"');
    }

    private static boolean isPrintable(int c) {
        return c >= ' '
                && c != 0x7f
                && !(c >= 0x80 && c < 0xa0)
                && !Character.isSurrogate((char) c)
                && c != 0x2028
                && c != 0x2029
                && c < 0xfeff;
    }

    private void indent(int width) {
        out.repeat(' ', width);
    }
}
