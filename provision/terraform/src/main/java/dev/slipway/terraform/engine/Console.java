package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.TypeNames;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValueText;
import dev.slipway.terraform.change.Marks;
import java.util.Map;

/// Evaluates expressions one after the other, as somebody types them. Belongs to one thread.
public final class Console implements AutoCloseable {
    private final OfflineRun run;

    Console(OfflineRun run) {
        this.run = run;
    }

    /// What an expression comes to, as text; with mistakes it is empty, and they are diagnostics.
    public record Answer(String text, Diagnostics diagnostics) {}

    public Answer evaluate(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Expression expression =
                Parser.expression(new SourceText("<console-input>", text), diagnostics);
        if (expression == null || diagnostics.hasErrors()) {
            return new Answer("", diagnostics);
        }
        boolean asksType =
                expression instanceof Expression.Call call
                        && call.name().equals("type")
                        && call.arguments().size() == 1;
        Expression what =
                asksType ? ((Expression.Call) expression).arguments().getFirst() : expression;
        Evaluation evaluation = run.rootModule().evaluate(what, Map.of());
        diagnostics.addAll(evaluation.diagnostics());
        run.findings().list().forEach(diagnostics::add);
        if (diagnostics.hasErrors()) {
            return new Answer("", diagnostics);
        }
        Value value = evaluation.value();
        return new Answer(
                asksType ? TypeNames.constraint(Marks.plain(value).type()) : ValueText.of(value),
                diagnostics);
    }

    @Override
    public void close() {
        run.close();
    }
}
