package dev.slipway.hcl.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.format.Formatter;
import dev.slipway.hcl.function.Functions;
import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Long and deep expressions, on a stack half as large as the command's.
final class DepthTest {
    private static final int STACK_SIZE_BYTES = 256 * 1024;
    private static final int LONG = 20_000;

    private static final Scope SCOPE =
            Scope.of(
                    Map.of("a", Value.of(1), "t", Value.of(true), "l", Values.tuple(List.of())),
                    Functions.all(
                            new Surroundings(
                                    Path.of("."),
                                    Path.of("."),
                                    InstantSource.system(),
                                    new Random(1))));

    private static <T> T onSmallStack(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        new Thread(null, task, "small", STACK_SIZE_BYTES).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The work failed", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Expression parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Expression expression = Parser.expression(new SourceText("e", text), diagnostics);
        assertThat(diagnostics.list()).isEmpty();
        return requireNonNull(expression);
    }

    private static String evaluated(String text) {
        return onSmallStack(() -> {
            Diagnostics diagnostics = new Diagnostics();
            Expression parsed = Parser.expression(new SourceText("e", text), diagnostics);
            if (parsed == null) {
                return diagnostics.list().getFirst().summary();
            }
            References.of(parsed);
            Evaluation evaluation = Evaluator.evaluate(parsed, SCOPE);
            return evaluation.diagnostics().hasErrors()
                    ? evaluation.diagnostics().list().getFirst().summary()
                    : "a value";
        });
    }

    @Test
    void chainsOfOperatorsMayBeLong() {
        Expression sum = parse("a" + " + a * 2 - 1".repeat(LONG));
        Expression all = parse("t" + " && a == 1 || t".repeat(LONG));

        assertThat(onSmallStack(() -> Evaluator.evaluate(sum, SCOPE)).value())
                .isEqualTo(Value.of(1 + LONG));
        assertThat(onSmallStack(() -> Evaluator.evaluate(all, SCOPE)).value())
                .isEqualTo(Value.of(true));
        assertThat(onSmallStack(() -> References.of(sum))).hasSize(LONG + 1);
    }

    @Test
    void mistakesInChainsAreToldWhereTheyAre() {
        String chain = "1" + " + 1".repeat(LONG) + " + l + 1";

        List<Diagnostic> problems =
                onSmallStack(() -> Evaluator.evaluate(parse(chain), SCOPE)).diagnostics().list();

        assertThat(problems).hasSize(1);
        assertThat(requireNonNull(problems.getFirst().subject()).start())
                .isEqualTo(chain.indexOf('l'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "( a )",
                "[ a ]",
                "{a= a }",
                "abs( a )",
                "-( a )",
                "! t ''",
                "[for~x~in~ l ]",
                "1+( a )",
                "(t||t&&1==1<1+1* a )",
                "l[ 0 ]",
                "t?1: a ''",
                "l '' [*]",
                "a '' .b",
                "l '' .*",
                "\"${ a }\""
            })
    void nestingIsFollowedOrRefused(String open, String middle, String close) {
        String before = open.replace('~', ' ');

        evaluated(nested(before, middle, close, 45));
        assertThat(evaluated(nested(before, middle, close, 50))).doesNotContain("deep");
        assertThat(evaluated(nested(before, middle, close, LONG)))
                .matches(".*(nested too deeply|Nested splat expression|Extra).*");
    }

    @Test
    void directivesMayBeNested() {
        assertThat(evaluated("\"" + nested("%{if t}", "x", "%{endif}", 50) + "\""))
                .isEqualTo("a value");
        assertThat(evaluated("\"" + nested("%{for x in l}", "x", "%{endfor}", LONG) + "\""))
                .isEqualTo("Template nested too deeply");
    }

    private static String nested(String open, String middle, String close, int levels) {
        return open.repeat(levels) + middle + close.repeat(levels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsondecode", "yamldecode"})
    void nestingOfReadTextIsRefused(String function) {
        String text = function + "(\"" + "[".repeat(LONG) + "]".repeat(LONG) + "\")";

        assertThat(evaluated(text)).startsWith("Error in function call");
    }

    @Test
    void filesAreFormattedHoweverLongTheirExpressions() {
        String sum = "a = " + "1+".repeat(LONG) + "1\n";
        Diagnostics diagnostics = new Diagnostics();

        String formatted =
                onSmallStack(() -> Formatter.format(new SourceText("f.tf", sum), diagnostics));

        assertThat(formatted).isEqualTo("a = " + "1 + ".repeat(LONG) + "1\n");
    }

    @Test
    void deepValuesGoThroughFunctions() {
        String deep = "[".repeat(100) + "a" + "]".repeat(100);

        assertThat(evaluated("jsondecode(jsonencode(" + deep + ")) == " + deep))
                .isEqualTo("a value");
        assertThat(evaluated("yamlencode(concat(" + deep + ", flatten(" + deep + ")))"))
                .isEqualTo("a value");
    }
}
