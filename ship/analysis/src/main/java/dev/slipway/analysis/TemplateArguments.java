package dev.slipway.analysis;

import dev.slipway.model.kinds.AnalysisTemplate.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The arguments of templates and what they are given. Pure.
final class TemplateArguments {
    private TemplateArguments() {}

    static boolean hasValue(Argument argument) {
        return argument.value() != null || argument.valueFrom() != null;
    }

    static String describe(Argument argument) {
        return argument.value() != null ? "'" + argument.value() + "'" : "a reference";
    }

    /// The arguments with what they are given instead of their defaults. What is given but not
    /// asked for is ignored. Throws [AnalysisException] if one is left without a value.
    static List<Argument> filledIn(List<Argument> wanted, List<Argument> given) {
        Map<String, Argument> byName = new HashMap<>();
        given.stream().filter(TemplateArguments::hasValue).forEach(a -> byName.put(a.name(), a));
        List<Argument> filled = new ArrayList<>();
        for (Argument argument : wanted) {
            Argument value = byName.getOrDefault(argument.name(), argument);
            if (!hasValue(value)) {
                throw new AnalysisException("args." + argument.name() + " was not resolved");
            }
            filled.add(value);
        }
        return filled;
    }
}
