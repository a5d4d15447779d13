package dev.slipway.hcl.oracle;

import java.util.List;
import java.util.Random;

/// Makes valid but ugly configuration files. The same seed gives the same ones.
final class ConfigurationGenerator {
    private static final List<String> EXPRESSIONS =
            List.of(
                    "1",
                    "-  1",
                    "\"text\"",
                    "\"${ var.a }\"",
                    "\"a-${var.b}-${ c+1 }\"",
                    "a+b*c",
                    "a -b",
                    "!  x",
                    "a?b:c",
                    "f( a,b , c... )",
                    "[1,2, 3]",
                    "[ for x in y:x if x>1 ]",
                    "{for k,v in m:k=>v...}",
                    "{a=1,b = 2}",
                    "a . b [ 0 ] . c",
                    "a[*].b",
                    "a.*.b",
                    "(a+b)/2",
                    "x==null||y!=1&&z<=3",
                    "\"%{if a}b%{ else }c%{endif}\"",
                    "\"\"",
                    "[]",
                    "{}",
                    "provider::a::b( 1 )",
                    "a-b",
                    "a - b",
                    "- a",
                    "[for x in [1]:[x]]",
                    "\"$${x} %%{y}\"",
                    "\"${[1,2]}\"",
                    "\"${ {a=1} }\"",
                    "\"é👍${ x }\"",
                    "a[\"k\"]",
                    "a % b",
                    "1.5e3",
                    "f()",
                    "\"${f( x )}\"",
                    "a?\"${b}\":\"${c}\"",
                    "[-1,- 2, +3]".replace("+3", "3"),
                    "!a&&!b",
                    "a[-1]",
                    "x.0.y",
                    "\"${ a }${ b }\"",
                    "\"~${~ a ~}~\"");
    private static final List<String> NAMES =
            List.of("a", "bb", "name", "some_long_name", "type", "x-y", "count", "é");
    private static final List<String> BLOCKS =
            List.of(
                    "locals",
                    "resource \"a_b\" \"c\"",
                    "variable v",
                    "variable \"w\"",
                    "module  m",
                    "output \"o\"",
                    "a b c",
                    "dynamic \"x\"");

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    ConfigurationGenerator(long seed) {
        this.random = new Random(seed);
    }

    String configuration() {
        body(0, 3 + random.nextInt(5), true);
        return out.toString();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String blank() {
        return " ".repeat(random.nextInt(4)) + (chance(5) ? "\t" : "");
    }

    private void body(int depth, int items, boolean blocks) {
        for (int item = 0; item < items; item++) {
            switch (random.nextInt(12)) {
                case 0 -> out.append(blank()).append("\n".repeat(random.nextInt(3) + 1));
                case 1 ->
                        out.append(blank())
                                .append(pick(List.of("# c", "// d", "/* e */", "/* f\n   g */")))
                                .append("\n");
                case 2, 3 -> {
                    if (blocks && depth < 3) {
                        block(depth);
                    } else {
                        attribute(item);
                    }
                }
                case 4 -> heredoc(item);
                case 5 -> manyLines(item);
                default -> attribute(item);
            }
        }
    }

    private void attribute(int item) {
        String type = chance(20) ? "type" : pick(NAMES) + item;
        String value =
                type.equals("type")
                        ? pick(
                                List.of(
                                        "\"string\"",
                                        "\"list\"",
                                        "\"map\"",
                                        "list( string )",
                                        "\"number\"",
                                        "\"${x}\""))
                        : pick(EXPRESSIONS);
        boolean first = !type.equals("type") || !out.toString().endsWith("type");
        out.append(blank())
                .append(first ? type : "t" + item)
                .append(type.equals("type") ? "_".repeat(item) : "");
        out.append(blank()).append("=").append(blank()).append(value);
        comment();
    }

    private void comment() {
        if (chance(20)) {
            out.append(blank()).append(pick(List.of("# c", "// d", "/* e */")));
        }
        out.append(blank()).append("\n");
    }

    private void heredoc(int item) {
        String flush = chance(60) ? "<<-" : "<<";
        out.append(blank())
                .append("h")
                .append(item)
                .append("=")
                .append(blank())
                .append(flush)
                .append("EOT\n");
        out.append("  text ${ a } \n\n      more %{ if x }b%{ endif }\n");
        out.append(blank()).append("EOT\n");
    }

    private void manyLines(int item) {
        out.append(blank()).append("m").append(item).append(blank()).append("=").append(blank());
        switch (random.nextInt(6)) {
            case 0 ->
                    out.append("[\n")
                            .append(blank())
                            .append("1,2,# c\n")
                            .append(blank())
                            .append("3\n")
                            .append(blank())
                            .append("]\n");
            case 1 ->
                    out.append("{\n a=1 # c\n")
                            .append(blank())
                            .append("bbb  = [2,\n3]\n\n cc=\"x\" // d\n}\n");
            case 2 ->
                    out.append("f(\n")
                            .append(blank())
                            .append("a,\n {x=1\n y=2},\n")
                            .append(blank())
                            .append(")\n");
            case 3 -> out.append("[{\n").append(blank()).append("a = 1\n},{\n b=2\n}]\n");
            case 4 -> out.append("(\n a\n").append(blank()).append("+ b\n)\n");
            default ->
                    out.append("[for x in y :\n")
                            .append(blank())
                            .append("{ a = x\n b = 1 }\n")
                            .append("if x>1]\n");
        }
    }

    private void block(int depth) {
        out.append(blank()).append(pick(BLOCKS)).append(blank()).append("{");
        if (chance(15)) {
            out.append(blank()).append("}\n");
            return;
        }
        if (chance(15)) {
            out.append(blank())
                    .append("a")
                    .append(blank())
                    .append("=")
                    .append(blank())
                    .append("1")
                    .append(blank())
                    .append("}\n");
            return;
        }
        comment();
        body(depth + 1, random.nextInt(6), true);
        out.append(blank()).append("}");
        comment();
    }
}
