package dev.slipway.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What real Go made of a thousand templates (`corpus.txt`, written by `src/test/go/corpus.go`) is
/// what we make of them: outputs, and messages of executions to the letter; of the messages of the
/// parser the line.
final class CorpusTest {
    private static final Pattern SYNTAX_LINE = Pattern.compile("template: t:(\\d+):");

    record Person(String name, int age, List<Object> tags, @Nullable Object boss) {}

    record Case(String text, String kind, String expected) {}

    static final FunctionSet FUNCTIONS =
            FunctionSet.builder()
                    .add("upper", String.class, text -> text.toUpperCase(Locale.ROOT))
                    .add(
                            "repeat",
                            Long.class,
                            String.class,
                            (count, text) -> text.repeat(count.intValue()))
                    .add("half", Double.class, value -> value / 2)
                    .add("negate", Boolean.class, value -> !value)
                    .addVariadic("list", ArrayList::new)
                    .add("fail", String.class, CorpusTest::fail)
                    .build();

    @Test
    void writesWhatGoWrites() throws IOException {
        List<String> differences = new ArrayList<>();
        List<Case> cases = cases();
        for (Case each : cases) {
            String actual = run(each.text);
            String expected = each.kind + "\n" + each.expected;
            if (!normal(actual).equals(normal(expected))) {
                differences.add(
                        "%s\n  go:   %s\n  ours: %s".formatted(each.text, expected, actual));
            }
        }
        assertThat(cases).hasSizeGreaterThan(1000);
        assertThat(String.join("\n\n", differences)).isEmpty();
    }

    private static String normal(String result) {
        if (!result.startsWith("syntax")) {
            // Go knows what a value was declared as, we what it is.
            return result.replaceAll("in type .*", "in type X")
                    .replaceAll("of type func.*", "of type func");
        }
        var line = SYNTAX_LINE.matcher(result);
        return line.find() ? "syntax in line " + line.group(1) : result;
    }

    private static String run(String text) {
        Template template;
        try {
            template = Template.parse("t", text, FUNCTIONS);
        } catch (TemplateException e) {
            return "syntax\n" + e.getMessage();
        }
        try {
            return "output\n" + template.execute(data());
        } catch (TemplateException e) {
            return "error\n" + e.getMessage();
        }
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String each : resource().split("(?m)^>>>>\n")) {
            if (!each.isEmpty()) {
                String[] halves = each.split("(?m)^<<<< ", 2);
                String[] result = halves[1].split("\n", 2);
                cases.add(new Case(withoutLast(halves[0]), result[0], withoutLast(result[1])));
            }
        }
        return cases;
    }

    private static String withoutLast(String text) {
        return text.substring(0, text.length() - 1);
    }

    private static String resource() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CorpusTest.class.getResourceAsStream("corpus.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Object fail(String text) {
        throw new IllegalArgumentException("failed: " + text);
    }

    static Map<String, @Nullable Object> data() {
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("name", "Ada");
        data.put("empty", "");
        data.put("n", 42);
        data.put("neg", -7);
        data.put("zero", 0);
        data.put("f", 3.5);
        data.put("whole", 4.0);
        data.put("big", 1e21);
        data.put("small", 0.00001);
        data.put("t", true);
        data.put("no", false);
        data.put("nil", null);
        data.put("list", Arrays.<@Nullable Object>asList(1, "two", 3.0, null, true));
        data.put("words", List.of("c", "a", "b"));
        data.put("none", List.of());
        data.put("nested", List.of(List.of(1, 2), List.of(3)));
        data.put("map", Map.of("b", 2, "a", 1, "c", Map.of("d", "deep")));
        data.put("nomap", Map.of());
        data.put("labels", TextMap.of(Map.of("job", "api", "instance", "h:9100")));
        data.put("html", "<a href=\"x\">'&'</a>");
        data.put("uni", "héllo, 世界 😀");
        data.put("ctl", "a\tb\n\u0001\u00a0\u200b");
        data.put("rec", new Person("Grace", 45, List.of("x", "y"), Map.of("Name", "Boss")));
        data.put(
                "recs",
                List.of(
                        new Person("A", 1, Collections.emptyList(), null),
                        new Person("B", 2, List.of("z"), 7)));
        data.put(
                "add",
                new TemplateFunction(List.of(Long.class, Long.class), false, CorpusTest::sum));
        data.put("wait", Duration.ofSeconds(90));
        return data;
    }

    private static Object sum(List<@Nullable Object> arguments) {
        long sum = 0;
        for (Object each : arguments) {
            sum += (Long) Objects.requireNonNull(each);
        }
        return sum;
    }
}
