package dev.slipway.hcl.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes expressions of one line, mostly sensible, sometimes not: every function, every operator,
/// all types, unknown, null, sensitive and ephemeral values. The same seed gives the same ones.
final class ExpressionGenerator {
    private static final List<String> WORDS =
            List.of(
                    "",
                    "a",
                    "b",
                    "abc",
                    "Hello World",
                    "foo-bar_baz",
                    "é",
                    "日本語",
                    "👨‍👩‍👧x",
                    "ǅ",
                    "straße",
                    "a,b,c",
                    "  pad  ",
                    "line\\nnext",
                    "tab\\there",
                    "1",
                    "1.5",
                    "-3",
                    "true",
                    "false",
                    "null",
                    "0x1F",
                    "1e3",
                    "x=1&y=2",
                    "<a href>",
                    "10.0.0.0/8",
                    "2020-02-29T12:30:45Z",
                    "aGVsbG8=",
                    "q\\\"uote",
                    "back\\\\slash",
                    "$${x}",
                    "%%{y}",
                    "e\\u0301",
                    "UPPER",
                    "a/b/c.txt",
                    "../up/./x",
                    "trailing\\n\\n",
                    "{\\\"a\\\":[1,2]}");
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "5",
                    "7",
                    "10",
                    "42",
                    "100",
                    "255",
                    "1024",
                    "-1",
                    "-2",
                    "0.5",
                    "1.5",
                    "-0.25",
                    "2.75",
                    "1e3",
                    "1e-3",
                    "123456789",
                    "12345678901234567890",
                    "0.1",
                    "1/3",
                    "3.14159",
                    "1e21",
                    "999999999999");
    private static final List<String> UNKNOWNS =
            List.of(
                    "var.ub",
                    "var.un",
                    "var.us",
                    "var.ul",
                    "var.uln",
                    "var.um",
                    "var.uset",
                    "var.ut",
                    "var.uo",
                    "var.ua");
    private static final List<String> MARKED =
            List.of(
                    "var.sens",
                    "var.senslist",
                    "var.sensnum",
                    "var.eph",
                    "sensitive(5)",
                    "sensitive([1, 2])",
                    "sensitive({ a = 1 })");
    private static final int DEPTH_MAX = 3;

    private final Random random;
    private final List<List<String>> calls = FunctionShapes.all();

    ExpressionGenerator(long seed) {
        this.random = new Random(seed);
    }

    List<String> expressions(int count) {
        return IntStream.range(0, count).mapToObj(this::expression).toList();
    }

    private String expression(int index) {
        if (index % 10 < 6) {
            return call(calls.get(index % calls.size()), 1);
        }
        return any(0);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String call(List<String> shape, int depth) {
        List<String> arguments = new ArrayList<>();
        for (String kind : shape.subList(1, shape.size())) {
            if (kind.endsWith("*")) {
                int count = random.nextInt(3);
                for (int each = 0; each < count; each++) {
                    arguments.add(of(kind.substring(0, kind.length() - 1), depth));
                }
            } else {
                arguments.add(of(kind, depth));
            }
        }
        if (chance(2) && !arguments.isEmpty()) {
            arguments.removeLast();
        }
        if (chance(2)) {
            arguments.add(any(depth + 1));
        }
        if (chance(3) && !arguments.isEmpty()) {
            arguments.set(arguments.size() - 1, list(depth) + "...");
        }
        return shape.getFirst() + "(" + String.join(", ", arguments) + ")";
    }

    private String of(String kind, int depth) {
        if (chance(4)) {
            return any(depth + 1);
        }
        if (chance(4)) {
            return pick(UNKNOWNS);
        }
        if (chance(3)) {
            return pick(MARKED);
        }
        if (chance(2)) {
            return pick(List.of("null", "var.nul", "var.nullist", "tonumber(null)"));
        }
        return switch (kind) {
            case "text" -> text(depth);
            case "number" -> number(depth);
            case "small" -> pick(List.of("0", "1", "2", "3", "4", "-1", "8", "1.5", "16"));
            case "bool" -> bool(depth);
            case "bools" -> "[" + bool(depth) + ", " + bool(depth) + "]";
            case "list" -> list(depth);
            case "texts" -> texts(depth);
            case "numbers" -> numbers(depth);
            case "set" -> "toset(" + texts(depth) + ")";
            case "map" -> map(depth);
            case "any" -> any(depth + 1);
            default -> pick(FunctionShapes.samples(kind));
        };
    }

    private String any(int depth) {
        if (depth >= DEPTH_MAX) {
            return leaf();
        }
        return switch (random.nextInt(16)) {
            case 0, 1 -> text(depth + 1);
            case 2, 3 -> number(depth + 1);
            case 4 -> bool(depth + 1);
            case 5 -> list(depth + 1);
            case 6 -> map(depth + 1);
            case 7 -> conditional(depth + 1);
            case 8 -> loop(depth + 1);
            case 9 -> access(depth + 1);
            case 10 -> "toset(" + list(depth + 1) + ")";
            case 11 -> pick(UNKNOWNS);
            case 12 -> template(depth + 1);
            case 13 -> comparison(depth + 1);
            default -> call(calls.get(random.nextInt(calls.size())), depth + 1);
        };
    }

    private String leaf() {
        return switch (random.nextInt(7)) {
            case 0 -> pick(NUMBERS);
            case 1 -> chance(50) ? "true" : "false";
            case 2 -> chance(40) ? "null" : quoted();
            case 3 -> chance(50) ? pick(UNKNOWNS) : pick(MARKED);
            case 4 ->
                    pick(
                            List.of(
                                    "var.list",
                                    "var.nums",
                                    "var.map",
                                    "var.set",
                                    "var.objs",
                                    "[]",
                                    "{}"));
            default -> quoted();
        };
    }

    private String quoted() {
        return '"' + pick(WORDS) + '"';
    }

    private String text(int depth) {
        if (depth < DEPTH_MAX && chance(12)) {
            return template(depth + 1);
        }
        return chance(4) ? "var.nul" : quoted();
    }

    private String number(int depth) {
        if (depth < DEPTH_MAX && chance(30)) {
            String operator = pick(List.of(" + ", " - ", " * ", " / ", " % "));
            return "(" + number(depth + 1) + operator + number(depth + 1) + ")";
        }
        return chance(5) ? "-" + pick(NUMBERS) : pick(NUMBERS);
    }

    private String bool(int depth) {
        if (depth < DEPTH_MAX && chance(40)) {
            return comparison(depth + 1);
        }
        return chance(90) ? (chance(50) ? "true" : "false") : quoted();
    }

    private String comparison(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> "(" + any(depth) + pick(List.of(" == ", " != ")) + any(depth) + ")";
            case 1 ->
                    "("
                            + of("number", depth)
                            + pick(List.of(" < ", " <= ", " > ", " >= "))
                            + of("number", depth)
                            + ")";
            case 2 ->
                    "("
                            + of("bool", depth)
                            + pick(List.of(" && ", " || "))
                            + of("bool", depth)
                            + ")";
            default -> "!" + of("bool", depth);
        };
    }

    private String list(int depth) {
        if (chance(20)) {
            return pick(
                    List.of(
                            "var.list",
                            "var.nums",
                            "var.objs",
                            "[]",
                            "tolist([])",
                            "tolist([1, 2])"));
        }
        return switch (random.nextInt(3)) {
            case 0 -> texts(depth);
            case 1 -> numbers(depth);
            default -> elements(depth, "any");
        };
    }

    private String texts(int depth) {
        return chance(10) ? "var.list" : elements(depth, "text");
    }

    private String numbers(int depth) {
        return chance(10) ? "var.nums" : elements(depth, "number");
    }

    private String elements(int depth, String kind) {
        int deeper = depth + 1;
        String inner =
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(index -> deeper > DEPTH_MAX ? leaf() : of(kind, deeper))
                        .collect(Collectors.joining(", ", "[", "]"));
        return chance(15) ? "tolist(" + inner + ")" : inner;
    }

    private String map(int depth) {
        if (chance(20)) {
            return pick(List.of("var.map", "{}", "tomap({})", "tomap({ a = 1 })"));
        }
        int deeper = depth + 1;
        String kind = pick(List.of("text", "number", "any"));
        String inner =
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(index ->
                                pick(List.of("a", "b", "c", "\"d e\"", "(\"k\")"))
                                        + " = "
                                        + (deeper > DEPTH_MAX ? leaf() : of(kind, deeper)))
                        .collect(Collectors.joining(", ", "{ ", " }"));
        return chance(15) ? "tomap(" + inner + ")" : inner;
    }

    private String conditional(int depth) {
        String kind = pick(List.of("text", "number", "list", "map", "any"));
        return "("
                + of("bool", depth)
                + " ? "
                + of(kind, depth)
                + " : "
                + of(chance(70) ? kind : "any", depth)
                + ")";
    }

    private String loop(int depth) {
        String source = chance(50) ? list(depth) : map(depth);
        String condition =
                chance(25)
                        ? pick(List.of(" if v != \"a\"", " if true", " if v == null", " if k != 1"))
                        : "";
        return switch (random.nextInt(4)) {
            case 0 -> "[for v in " + source + " : v" + condition.replace("k", "v") + "]";
            case 1 -> "[for k, v in " + source + " : \"${k}\"" + condition + "]";
            case 2 -> "{ for k, v in " + source + " : k => v" + condition + " }";
            default -> "{ for k, v in " + source + " : \"${v}\" => k..." + condition + " }";
        };
    }

    private String access(int depth) {
        return switch (random.nextInt(8)) {
            case 0 ->
                    list(depth)
                            + "["
                            + pick(List.of("0", "1", "5", "\"0\"", "-1", "var.un", "0.5"))
                            + "]";
            case 1 -> map(depth) + "[\"" + pick(List.of("a", "b", "zz")) + "\"]";
            case 2 -> map(depth) + "." + pick(List.of("a", "b", "zz"));
            case 3 -> "var.objs[*].name";
            case 4 -> list(depth) + "[*]";
            case 5 -> any(depth) + "[*]";
            case 6 -> "[{ a = " + any(depth) + " }, { a = " + any(depth) + " }][*].a";
            default -> list(depth) + "." + random.nextInt(3);
        };
    }

    private String template(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "\"x${" + any(depth) + "}y\"";
            case 1 -> "\"${" + any(depth) + "}\"";
            case 2 -> "\"%{ if " + of("bool", depth) + " }A%{ else }B%{ endif }\"";
            case 3 -> "\"%{ for v in " + list(depth) + " }<${v}>%{ endfor }\"";
            default -> "\"a ${~ " + of("text", depth) + " ~} b\"";
        };
    }
}
