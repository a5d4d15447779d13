package dev.slipway.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.series.Matcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PromqlParserTest {
    private static final List<String> VALID =
            List.of(
                    "sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m])) / on(job)"
                            + " group_left(team) sum by (job) (x offset -1h @ end())",
                    "max_over_time(rate(x[5m])[1h:30s] @ 1609746000.5)",
                    "-2 ^ 3 ^ 2 + topk(3, {\"a.b\", \"c.d\"='e\\n'}) > bool 0x1F # why",
                    "label_replace(up, `a`, \"$1\", \"b\", \"(.*)\") unless ignoring(x) absent(y)");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1^2|UNARY",
                "1 + 2 * 3|ADD",
                "1 * 2 + 3|ADD",
                "2 ^ 3 ^ 2|POWER",
                "a or b and c|OR",
                "a == 1 or b|OR",
            })
    void bindsAsPrometheusDoes(String text, String outermost) {
        Expr expr = stable(text);
        String found = expr instanceof Expr.Binary binary ? binary.operator().name() : "UNARY";
        assertThat(found).isEqualTo(outermost);
    }

    @Test
    void powersBindToTheRight() {
        Expr.Binary power = (Expr.Binary) stable("2 ^ 3 ^ 2");
        assertThat(power.left()).isInstanceOf(Expr.NumberLiteral.class);
        assertThat(power.right()).isInstanceOf(Expr.Binary.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0x1F,31",
        "1_000,1000",
        "1e3,1000",
        ".5,0.5",
        "017,15",
        "5m,300",
        "1h30m,5400",
        "-3,-3",
        "100ms,0.1"
    })
    void readsNumbers(String text, double value) {
        assertThat(((Expr.NumberLiteral) stable(text)).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sum", "by", "on", "offset", "bool", "start", "group_left", "rate", "a:b:c"})
    void wordsOfTheLanguageMayNameMetrics(String name) {
        assertThat(((Expr.VectorSelector) stable(name)).name()).isEqualTo(name);
    }

    @Test
    void keepsWhatIsNotUtf8() {
        Expr.VectorSelector selector = (Expr.VectorSelector) stable("{a=\"x\\xc5z\"}");
        Matcher matcher = selector.matchers().getFirst();
        assertThat(matcher).hasToString("a=\"x\\xc5z\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "increse(x[5m])|unknown function with name \"increse\", did you mean \"increase\"?|0",
                "a{b=\"c|unterminated quoted string|4",
            })
    void saysWhatIsWrongAndWhere(String text, String message, int position) {
        assertThatExceptionOfType(SyntaxException.class)
                .isThrownBy(() -> stable(text))
                .satisfies(e -> {
                    assertThat(e).hasMessage(message);
                    assertThat(e.span().start()).isEqualTo(position);
                });
    }

    @Test
    void wordsErrorsAsPrometheusDoes() {
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, String> wanted = Cases.read("error.txt");
        for (String text : wanted.keySet()) {
            try {
                stable(text);
                found.put(text, "none");
            } catch (SyntaxException e) {
                found.put(text, e.describe(text));
            }
        }
        assertThat(found).isEqualTo(wanted);
        assertThat(wanted).hasSizeGreaterThan(100);
    }

    @Test
    void depthIsLimited() {
        String deep = "(".repeat(50_000) + "1" + ")".repeat(50_000);
        assertThatExceptionOfType(SyntaxException.class)
                .isThrownBy(() -> stable(deep))
                .withMessageContaining("nested deeper");
        assertThatExceptionOfType(SyntaxException.class)
                .isThrownBy(() -> stable("-".repeat(50_000) + "1"))
                .withMessageContaining("nested deeper");
        assertThat(stable("(".repeat(100) + "1" + ")".repeat(100))).isNotNull();
    }

    @Test
    void refusesDamagedTextInOrder() {
        Random random = new Random(7);
        for (String valid : VALID) {
            assertThat(stable(valid)).isNotNull();
            for (int round = 0; round < 2_000; round++) {
                String damaged = damaged(valid, random);
                try {
                    PromqlParser.parse(damaged, ParserOptions.all());
                } catch (SyntaxException e) {
                    assertThat(e.span().start()).isBetween(0, damaged.length());
                    assertThat(e.span().end()).isBetween(e.span().start(), damaged.length());
                }
            }
        }
    }

    private static String damaged(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, (char) (32 + random.nextInt(96)));
                default ->
                        changed.setCharAt(at, "()[]{}\"'`@:\\-^\ud83d".charAt(random.nextInt(15)));
            }
        }
        return changed.toString();
    }

    private static Expr stable(String text) {
        return PromqlParser.parse(text, ParserOptions.stable());
    }
}
