package dev.slipway.hcl.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Functions with regular expressions, in the syntax of RE2.
final class Regexes {
    private Regexes() {}

    static void addTo(Map<String, Function> table) {
        table.put(
                "regex",
                Definition.of()
                        .taking("pattern", Type.Primitive.STRING)
                        .taking("string", Type.Primitive.STRING)
                        .yields(
                                Regexes::matchType,
                                arguments -> {
                                    Groups groups = groups(arguments.getFirst());
                                    Matcher matcher =
                                            groups.pattern()
                                                    .matcher(Values.text(arguments.getLast()));
                                    if (!matcher.find()) {
                                        throw FunctionException.failure(
                                                "pattern did not match any part of the given"
                                                        + " string");
                                    }
                                    return groups.value(matcher);
                                }));
        table.put(
                "regexall",
                Definition.of()
                        .taking("pattern", Type.Primitive.STRING)
                        .taking("string", Type.Primitive.STRING)
                        .yields(
                                arguments -> Type.list(matchType(arguments)),
                                arguments -> {
                                    Groups groups = groups(arguments.getFirst());
                                    Matcher matcher =
                                            groups.pattern()
                                                    .matcher(Values.text(arguments.getLast()));
                                    List<Value> all = new ArrayList<>();
                                    int after = -1;
                                    String text = Values.text(arguments.getLast());
                                    while (matcher.find()) {
                                        if (Replacement.isInside(text, matcher.start())) {
                                            continue;
                                        }
                                        boolean follows =
                                                matcher.end() == matcher.start()
                                                        && matcher.start() == after;
                                        if (!follows) {
                                            all.add(groups.value(matcher));
                                        }
                                        after = matcher.end();
                                    }
                                    return Values.list(groups.type(), all);
                                }));
        table.put("replace", replace());
    }

    private static Type matchType(List<Value> arguments) throws FunctionException {
        return arguments.getFirst().isKnown()
                ? groups(arguments.getFirst()).type()
                : Type.Any.DYNAMIC;
    }

    /// What a match yields: text, a tuple of groups, or an object of named groups.
    private record Groups(Pattern pattern, List<String> names) {
        Type type() {
            int count = pattern.groupCount();
            if (count == 0) {
                return Type.Primitive.STRING;
            }
            if (names.isEmpty()) {
                return Type.tuple(Collections.nCopies(count, Type.Primitive.STRING));
            }
            Map<String, Type> types = new TreeMap<>();
            names.forEach(name -> types.put(name, Type.Primitive.STRING));
            return Type.object(types);
        }

        Value value(Matcher matcher) {
            int count = pattern.groupCount();
            if (count == 0) {
                return Value.of(matcher.group());
            }
            if (names.isEmpty()) {
                List<Value> elements = new ArrayList<>();
                for (int group = 1; group <= count; group++) {
                    elements.add(text(matcher.group(group)));
                }
                return Values.tuple(elements);
            }
            Map<String, Value> attributes = new TreeMap<>();
            names.forEach(name -> attributes.put(name, text(matcher.group(name))));
            return Values.object(attributes);
        }

        private static Value text(@org.jspecify.annotations.Nullable String group) {
            return group == null ? Value.nullOf(Type.Primitive.STRING) : Value.of(group);
        }
    }

    private static Groups groups(Value text) throws FunctionException {
        Pattern pattern = pattern(Values.text(text), 0);
        List<String> names = List.copyOf(pattern.namedGroups().keySet());
        if (!names.isEmpty() && names.size() != pattern.groupCount()) {
            throw FunctionException.argument(
                    0, "invalid regexp pattern: cannot mix both named and unnamed capture groups");
        }
        return new Groups(pattern, names);
    }

    private static Pattern pattern(String text, int argument) throws FunctionException {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException problem) {
            throw FunctionException.argument(
                    argument, "invalid regexp pattern: " + problem.getDescription());
        }
    }

    private static Function replace() {
        return Definition.of()
                .taking("str", Type.Primitive.STRING)
                .taking("substr", Type.Primitive.STRING)
                .taking("replace", Type.Primitive.STRING)
                .ofTexts(texts -> {
                    String wanted = texts.get(1);
                    boolean regex =
                            wanted.length() > 1 && wanted.startsWith("/") && wanted.endsWith("/");
                    if (!regex) {
                        return replaced(texts.getFirst(), wanted, texts.getLast());
                    }
                    Pattern pattern = pattern(wanted.substring(1, wanted.length() - 1), 1);
                    return new Replacement(pattern, texts.getLast()).in(texts.getFirst());
                });
    }

    private static String replaced(String text, String wanted, String by) {
        if (!wanted.isEmpty()) {
            return text.replace(wanted, by);
        }
        StringBuilder out = new StringBuilder(by);
        text.codePoints().forEach(each -> out.appendCodePoint(each).append(by));
        return out.toString();
    }
}
