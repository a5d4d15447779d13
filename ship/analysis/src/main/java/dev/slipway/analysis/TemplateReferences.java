package dev.slipway.analysis;

import dev.slipway.model.kinds.AnalysisTemplate.AnalysisTemplateSpec;
import dev.slipway.model.kinds.Rollout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Follows the references of templates to templates. Each counts once, so that circles end.
final class TemplateReferences {
    /// More templates than this are a mistake.
    private static final int TEMPLATES_MAX = 100;

    private final Function<Rollout.TemplateRef, AnalysisTemplateSpec> find;

    TemplateReferences(Function<Rollout.TemplateRef, AnalysisTemplateSpec> find) {
        this.find = find;
    }

    /// The templates named and all that they name, in order, each before those it names.
    List<AnalysisTemplateSpec> all(List<Rollout.TemplateRef> references) {
        List<AnalysisTemplateSpec> all = new ArrayList<>();
        Set<Rollout.TemplateRef> seen = new HashSet<>();
        Deque<Rollout.TemplateRef> waiting = new ArrayDeque<>(references);
        while (!waiting.isEmpty()) {
            Rollout.TemplateRef reference = waiting.removeFirst();
            boolean clusterScope = Boolean.TRUE.equals(reference.clusterScope());
            if (!seen.add(new Rollout.TemplateRef(reference.templateName(), clusterScope))) {
                continue;
            }
            if (seen.size() > TEMPLATES_MAX) {
                throw new AnalysisException(
                        "more than " + TEMPLATES_MAX + " templates refer to each other");
            }
            AnalysisTemplateSpec template = find.apply(reference);
            all.add(template);
            template.templates().reversed().forEach(waiting::addFirst);
        }
        return all;
    }
}
