package dev.slipway.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.SelectorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ExprTextTest {
    @Test
    void breaksAndIndentsAsPrometheusDoes() {
        assertThat(differences("format.txt", ExprText::pretty)).isEmpty();
    }

    @Test
    void parsesToTheSameAgain() {
        for (String query : Cases.read("format.txt").keySet()) {
            Expr expr = all(query);
            String line = ExprText.line(expr);
            assertThat(ExprText.line(all(line))).isEqualTo(line);
            assertThat(ExprText.line(all(ExprText.pretty(expr)))).isEqualTo(line);
        }
    }

    @Test
    void parsesMutatedQueriesToTheSameAgain() {
        Random random = new Random(29);
        List<String> queries = List.copyOf(Cases.read("format.txt").keySet());
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(queries.get(random.nextInt(queries.size())));
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(3));
            String other = queries.get(random.nextInt(queries.size()));
            int from = random.nextInt(other.length());
            int length = Math.min(other.length() - from, random.nextInt(4));
            text.replace(at, to, other.substring(from, from + length));
            Expr expr;
            try {
                expr = all(text.toString());
            } catch (SyntaxException e) {
                continue;
            }
            understood++;
            String line = ExprText.line(expr);
            assertThat(ExprText.line(all(line))).as(text.toString()).isEqualTo(line);
            assertThat(ExprText.line(all(ExprText.pretty(expr)))).isEqualTo(line);
            assertThat(SyntaxTree.of(expr)).containsKey("type");
        }
        assertThat(understood).isBetween(2_000, 19_000);
    }

    @Test
    void givesTheTreeThatPrometheusGives() {
        assertThat(differences("tree.txt", expr -> json(SyntaxTree.of(expr)))).isEmpty();
    }

    private static List<String> differences(String file, Function<Expr, String> answer) {
        List<String> differences = new ArrayList<>();
        Cases.read(file)
                .forEach((query, wanted) -> {
                    String got = answer.apply(all(query));
                    if (!got.equals(wanted)) {
                        differences.add(query + "\n  got:\n" + got + "\n  wanted:\n" + wanted);
                    }
                });
        return differences;
    }

    private static Expr all(String query) {
        return PromqlParser.parse(query, ParserOptions.all());
    }

    /// With fields sorted by name.
    private static String json(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> SelectorText.quote(text).replace("\\x", "\\u00");
            case Double number when number == Math.rint(number) ->
                    Long.toString(number.longValue());
            case Map<?, ?> map -> {
                Map<String, String> fields = new TreeMap<>();
                map.forEach((name, each) -> fields.put(json(name), json(each)));
                List<String> texts = new ArrayList<>();
                fields.forEach((name, each) -> texts.add(name + ":" + each));
                yield "{" + String.join(",", texts) + "}";
            }
            case List<?> list -> {
                List<String> texts = new ArrayList<>();
                list.forEach(each -> texts.add(json(each)));
                yield "[" + String.join(",", texts) + "]";
            }
            default -> value.toString();
        };
    }
}
