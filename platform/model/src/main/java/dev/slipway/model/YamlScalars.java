package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a scalar means, by the rules that [Yaml] states.
final class YamlScalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
    private static final Set<String> FALSE =
            Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");
    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(?:0x[0-9a-fA-F]+|0b[01]+|0o?[0-7]+|0|[1-9][0-9]*)");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final int DIGITS_MAX = 300;

    private YamlScalars() {}

    static JsonNode resolve(String text) {
        if (NULLS.contains(text)) {
            return NullNode.instance;
        }
        JsonNode bool = bool(text);
        if (bool != null) {
            return bool;
        }
        JsonNode number = number(text);
        return number != null ? number : TextNode.valueOf(text);
    }

    /// A scalar with a tag, or null if it is not what its tag says.
    static @Nullable JsonNode tagged(String tag, String text) {
        return switch (tag) {
            case "tag:yaml.org,2002:str", "!", "tag:yaml.org,2002:binary" -> TextNode.valueOf(text);
            case "tag:yaml.org,2002:null" -> NULLS.contains(text) ? NullNode.instance : null;
            case "tag:yaml.org,2002:bool" -> bool(text);
            case "tag:yaml.org,2002:int" -> integer(text);
            case "tag:yaml.org,2002:float" -> number(text);
            default -> null;
        };
    }

    private static @Nullable JsonNode bool(String text) {
        if (TRUE.contains(text)) {
            return BooleanNode.TRUE;
        }
        return FALSE.contains(text) ? BooleanNode.FALSE : null;
    }

    private static @Nullable JsonNode number(String text) {
        char first = text.charAt(0);
        boolean mayBeNumber =
                (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
        if (!mayBeNumber || text.length() > DIGITS_MAX) {
            return null;
        }
        JsonNode integer = integer(text);
        if (integer != null || !FLOAT.matcher(text).matches()) {
            return integer;
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? null : DoubleNode.valueOf(value);
    }

    private static @Nullable JsonNode integer(String text) {
        String plain = text.indexOf('_') > 0 ? text.replace("_", "") : text;
        if (!INTEGER.matcher(plain).matches()) {
            return null;
        }
        boolean negative = plain.startsWith("-");
        String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
        BigInteger number = unsigned(digits);
        return node(negative ? number.negate() : number);
    }

    private static BigInteger unsigned(String digits) {
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.startsWith("0o")) {
            return new BigInteger(digits.substring(2), 8);
        }
        return new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    }

    /// The smallest type, as Jackson reads numbers from JSON.
    private static JsonNode node(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return IntNode.valueOf(number.intValue());
        }
        return number.bitLength() < Long.SIZE
                ? LongNode.valueOf(number.longValue())
                : BigIntegerNode.valueOf(number);
    }
}
