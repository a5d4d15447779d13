package dev.slipway.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.SelectorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
