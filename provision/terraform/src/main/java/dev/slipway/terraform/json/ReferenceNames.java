package dev.slipway.terraform.json;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// What an expression refers to, as texts: each reference as far as it leads, then shorter and
/// shorter down to the object that it is about. What is named twice is there twice, as Terraform
/// has it. Stateless.
final class ReferenceNames {
    private ReferenceNames() {}

    static List<String> of(Expression expression) {
        List<String> names = new ArrayList<>();
        References.of(expression).forEach(each -> names.addAll(of(each)));
        return names;
    }

    private static List<String> of(Reference reference) {
        List<String> names = new ArrayList<>();
        int least = Math.min(subjectSteps(reference), reference.steps().size());
        for (int steps = reference.steps().size(); steps >= least; steps--) {
            names.add(text(reference, steps));
        }
        return names;
    }

    /// How many steps from the root the object is.
    static int subjectSteps(Reference reference) {
        return switch (reference.root()) {
            case "self" -> 0;
            case "data", "ephemeral" -> 2;
            case "module" ->
                    reference.steps().size() > 1 && isIndex(reference.steps().get(1)) ? 2 : 1;
            default -> 1;
        };
    }

    static boolean isIndex(Reference.Step step) {
        return step.range().start() < step.range().source().text().length()
                && step.range().source().text().charAt(step.range().start()) == '[';
    }

    /// So many steps of the reference as they would be written.
    static String text(Reference reference, int steps) {
        StringBuilder text = new StringBuilder(reference.root());
        for (Reference.Step step : reference.steps().subList(0, steps)) {
            if (step.key() instanceof Value.Text(String name)) {
                text.append(isIndex(step) ? "[" + GoQuote.quoted(name) + "]" : "." + name);
            } else if (step.key() instanceof Value.Numeric number) {
                text.append('[').append(number.number()).append(']');
            }
        }
        return text.toString();
    }
}
