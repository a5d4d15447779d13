package dev.slipway.hcl.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EvaluatorTest {
    private final Scope scope =
            Scope.of(
                    Map.of(
                            "var",
                            Values.object(
                                    Map.of(
                                            "name",
                                            Value.of("x"),
                                            "secret",
                                            Value.of("s").withMark(Mark.SENSITIVE),
                                            "list",
                                            Values.tuple(List.of(Value.of(1)))))),
                    Map.of());

    private static Expression parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Expression expression = Parser.expression(new SourceText("e", text), diagnostics);
        assertThat(diagnostics.list()).isEmpty();
        return requireNonNull(expression);
    }

    @Test
    void mistakesTellTheValuesInvolvedButNoSecrets() {
        Evaluation evaluation = Evaluator.evaluate(parse("var.list[var.name] + var.secret"), scope);

        assertThat(evaluation.diagnostics().list())
                .extracting(Diagnostic::notes)
                .containsExactly(
                        List.of("var.list is tuple with 1 element", "var.name is \"x\""),
                        List.of("var.secret has a sensitive value"));
    }

    @Test
    void referencesLeaveOutNamesOfLoops() {
        assertThat(
                        References.of(
                                parse(
                                        "[for k, v in a.b[0] : \"${v.x}${c[k].d}\" if k != e[\"f g\"]]")))
                .extracting(Reference::toString)
                .containsExactly("a.b[0]", "c", "e[\"f g\"]");
    }

    @Test
    void endlessMultiplicationIsGivenUp() {
        String loops =
                "[for a in r : [for b in r : [for c in r : [for d in r : [for e in r : 1]]]]]";
        Scope many =
                Scope.of(
                        Map.of("r", Values.tuple(Collections.nCopies(100, Value.of(1)))), Map.of());
        Diagnostics diagnostics = new Diagnostics();

        new Evaluator(many, diagnostics, 100_000).value(parse(loops));

        assertThat(diagnostics.list())
                .extracting(Diagnostic::summary)
                .contains("Evaluation takes too long");
    }
}
