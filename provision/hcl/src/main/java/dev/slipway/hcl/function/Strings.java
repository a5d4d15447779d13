package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.text.Texts;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Functions of texts.
final class Strings {
    private static final int INDENT_CHARS_MAX = 1 << 28;
    private static final int RESULT_MAX = 64 * 1024 * 1024;

    private Strings() {}

    static void addTo(Map<String, Function> table) {
        table.put("chomp", one(Strings::chomped));
        table.put("lower", one(text -> mapped(text, Character::toLowerCase)));
        table.put("upper", one(text -> mapped(text, Character::toUpperCase)));
        table.put("title", one(Strings::title));
        table.put("strrev", one(Strings::reversed));
        table.put("trimspace", one(text -> trimmed(text, Strings::isSpace)));
        table.put("urlencode", one(Strings::urlEncoded));
        table.put(
                "trim",
                two("cutset", (text, set) -> trimmed(text, each -> set.indexOf(each) >= 0)));
        table.put("trimprefix", two("prefix", Strings::withoutPrefix));
        table.put("trimsuffix", two("suffix", Strings::withoutSuffix));
        table.put("endswith", test("suffix", String::endsWith));
        table.put("strcontains", test("substr", String::contains));
        table.put("startswith", startsWith());
        table.put("indent", indent());
        table.put("join", join());
        table.put("split", split());
        table.put("substr", substring());
    }

    private interface OneBody {
        String call(String text) throws FunctionException;
    }

    private interface TwoBody {
        String call(String text, String other) throws FunctionException;
    }

    private interface Test {
        boolean test(String text, String other);
    }

    static Function one(String name, Definition.TextBody body) {
        return Definition.of().taking(name, Type.Primitive.STRING).ofTexts(body);
    }

    private static Function one(OneBody body) {
        return one("str", texts -> body.call(texts.getFirst()));
    }

    private static Function two(String other, TwoBody body) {
        return Definition.of()
                .taking("str", Type.Primitive.STRING)
                .taking(other, Type.Primitive.STRING)
                .ofTexts(texts -> body.call(texts.getFirst(), texts.getLast()));
    }

    private static Function test(String other, Test body) {
        return Definition.of()
                .taking("str", Type.Primitive.STRING)
                .taking(other, Type.Primitive.STRING)
                .yields(
                        Type.Primitive.BOOL,
                        arguments ->
                                Value.of(
                                        body.test(
                                                Values.text(arguments.getFirst()),
                                                Values.text(arguments.getLast()))));
    }

    private static String chomped(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    private interface CodePointBody {
        int call(int codePoint);
    }

    /// One character becomes one character, whatever the language.
    private static String mapped(String text, CodePointBody body) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(each -> out.appendCodePoint(body.call(each)));
        return out.toString();
    }

    /// Capital letters at the beginnings of words.
    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int[] before = {' '};
        text.codePoints()
                .forEach(each -> {
                    boolean begins = isSeparator(before[0]);
                    out.appendCodePoint(begins ? Character.toTitleCase(each) : each);
                    before[0] = each;
                });
        return out.toString();
    }

    private static boolean isSeparator(int each) {
        if (each < 0x80) {
            return !Character.isLetterOrDigit(each) && each != '_';
        }
        return !Character.isLetter(each) && !Character.isDigit(each) && isSpace(each);
    }

    private static String reversed(String text) {
        List<String> graphemes = new ArrayList<>(Texts.graphemes(text));
        Collections.reverse(graphemes);
        return String.join("", graphemes);
    }

    static boolean isSpace(int each) {
        return each == ' '
                || (each >= '\t' && each <= '\r')
                || each == 0x85
                || each == 0xA0
                || (each > 0xFF && Character.isSpaceChar(each));
    }

    private static String trimmed(String text, IntPredicate isCut) {
        int start = 0;
        while (start < text.length() && isCut.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        int end = text.length();
        while (end > start && isCut.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static String urlEncoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char unit = (char) (each & 0xFF);
            if (unit < 0x80 && (Character.isLetterOrDigit(unit) || "-_.~".indexOf(unit) >= 0)) {
                out.append(unit);
            } else if (unit == ' ') {
                out.append('+');
            } else {
                out.append(String.format("%%%02X", (int) unit));
            }
        }
        return out.toString();
    }

    /// A known beginning may decide about a text that is not known.
    private static Function startsWith() {
        return Definition.of()
                .taking("str", Type.Primitive.STRING, Allowance.UNKNOWN)
                .taking("prefix", Type.Primitive.STRING)
                .yields(
                        Type.Primitive.BOOL,
                        arguments -> {
                            String prefix = Values.text(arguments.getLast());
                            if (arguments.getFirst()
                                    instanceof Value.Unknown(Type t, Refinement known)) {
                                return startsWith(known.prefix(), prefix);
                            }
                            return Value.of(Values.text(arguments.getFirst()).startsWith(prefix));
                        });
    }

    private static Value startsWith(String known, String prefix) {
        if (known.startsWith(prefix)) {
            return Values.TRUE;
        }
        boolean open = prefix.startsWith(known);
        return open ? Values.unknownNotNull(Type.Primitive.BOOL) : Values.FALSE;
    }

    private static Function indent() {
        return Definition.of()
                .taking("spaces", Type.Primitive.NUMBER)
                .taking("str", Type.Primitive.STRING)
                .yields(
                        Type.Primitive.STRING,
                        arguments -> {
                            int spaces = Numbers.nearestInteger(arguments, 0);
                            String text = Values.text(arguments.getLast());
                            long lines = text.chars().filter(each -> each == '\n').count();
                            if (spaces < 0 || lines * spaces > INDENT_CHARS_MAX) {
                                throw FunctionException.argument(
                                        0,
                                        "the number of spaces must not be negative, nor the text"
                                                + " too long for the memory");
                            }
                            if (lines == 0) {
                                return arguments.getLast();
                            }
                            return Value.of(text.replace("\n", "\n" + " ".repeat(spaces)));
                        });
    }

    private static Function join() {
        return Definition.of()
                .taking("separator", Type.Primitive.STRING)
                .repeating("lists", Type.list(Type.Primitive.STRING))
                .yields(
                        Type.Primitive.STRING,
                        arguments -> {
                            if (arguments.size() < 2) {
                                throw FunctionException.failure(
                                        "at least two arguments are required");
                            }
                            return joined(arguments);
                        });
    }

    private static Value joined(List<Value> arguments) throws FunctionException {
        List<String> texts = new ArrayList<>();
        boolean known = true;
        for (int index = 1; index < arguments.size(); index++) {
            known &= arguments.get(index).isWhollyKnown();
        }
        if (!known) {
            return Values.unknownNotNull(Type.Primitive.STRING);
        }
        for (int index = 1; index < arguments.size(); index++) {
            List<Value> elements = Values.elements(arguments.get(index));
            for (int position = 0; position < elements.size(); position++) {
                if (elements.get(position).isNull()) {
                    throw FunctionException.argument(
                            index,
                            "element " + position + " is null; cannot concatenate null values");
                }
                texts.add(Values.text(elements.get(position)));
            }
        }
        long length = texts.stream().mapToLong(String::length).sum();
        String separator = Values.text(arguments.getFirst());
        if (length + (long) separator.length() * texts.size() > RESULT_MAX) {
            throw FunctionException.failure("the result is too long");
        }
        return Value.of(String.join(separator, texts));
    }

    private static Function split() {
        return Definition.of()
                .taking("separator", Type.Primitive.STRING)
                .taking("str", Type.Primitive.STRING)
                .yields(
                        Type.list(Type.Primitive.STRING),
                        arguments -> {
                            String separator = Values.text(arguments.getFirst());
                            String text = Values.text(arguments.getLast());
                            List<Value> parts = new ArrayList<>();
                            for (String each : parts(separator, text)) {
                                parts.add(Value.of(each));
                            }
                            return Values.list(Type.Primitive.STRING, parts);
                        });
    }

    private static List<String> parts(String separator, String text) {
        if (separator.isEmpty()) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Function substring() {
        return Definition.of()
                .taking("str", Type.Primitive.STRING)
                .taking("offset", Type.Primitive.NUMBER)
                .taking("length", Type.Primitive.NUMBER)
                .yields(
                        Type.Primitive.STRING,
                        arguments -> {
                            int offset = Numbers.nearestInteger(arguments, 1);
                            int length = Numbers.nearestInteger(arguments, 2);
                            List<String> graphemes =
                                    Texts.graphemes(Values.text(arguments.getFirst()));
                            int size = graphemes.size();
                            int from =
                                    Math.clamp(offset < 0 ? (long) offset + size : offset, 0, size);
                            long until = length < 0 ? size : (long) from + length;
                            int to = Math.clamp(until, from, size);
                            return Value.of(String.join("", graphemes.subList(from, to)));
                        });
    }
}
