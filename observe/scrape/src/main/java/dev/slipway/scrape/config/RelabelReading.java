package dev.slipway.scrape.config;

import dev.slipway.scrape.relabel.AnchoredPattern;
import dev.slipway.scrape.relabel.RelabelRule;
import dev.slipway.scrape.relabel.RelabelRule.Action;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads chains of relabel rules.
final class RelabelReading {
    private static final String ACTIONS =
            Stream.of(Action.values()).map(Action::text).collect(Collectors.joining(", "));

    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\{\\w+}|\\w+)");
    private static final Pattern STRAY = Pattern.compile("\\$\\{|[{}]");

    private RelabelReading() {}

    static List<RelabelRule> rules(Section section, String key, NameValidation names) {
        return section.objects(key, each -> rule(each, names));
    }

    private static @Nullable RelabelRule rule(Section section, NameValidation names) {
        Action action = action(section);
        List<String> sources = section.texts("source_labels");
        String separator = section.text("separator", RelabelRule.SEPARATOR_DEFAULT);
        AnchoredPattern regex = regex(section);
        long modulus = section.number("modulus", 0);
        String target = section.text("target_label", "");
        String replacement = section.text("replacement", RelabelRule.REPLACEMENT_DEFAULT);
        if (action == null || regex == null || !isComplete(section, action, modulus, target)) {
            return null;
        }
        String template = action == Action.LABELMAP ? replacement : target;
        boolean expanded = action == Action.LABELMAP || action == Action.REPLACE;
        if (!template.isEmpty() && !isName(template, expanded, names)) {
            String key = action == Action.LABELMAP ? "replacement" : "target_label";
            section.wrong(key, template, "the name of a label");
            return null;
        }
        return new RelabelRule(action, sources, separator, regex, modulus, target, replacement);
    }

    /// Whether a text is a name, or becomes one when what stands for parts of a match is a name.
    private static boolean isName(String template, boolean expanded, NameValidation names) {
        String example = expanded ? REFERENCE.matcher(template).replaceAll("a") : template;
        return names.allowsLabel(example)
                && (names == NameValidation.LEGACY || !expanded || !STRAY.matcher(example).find());
    }

    private static @Nullable Action action(Section section) {
        String text = section.text("action", Action.REPLACE.text());
        Action action = Action.find(text).orElse(null);
        if (action == null) {
            section.wrong("action", text, ACTIONS);
        }
        return action;
    }

    private static @Nullable AnchoredPattern regex(Section section) {
        String text = section.text("regex");
        if (text == null) {
            return AnchoredPattern.EVERYTHING;
        }
        try {
            return AnchoredPattern.of(text);
        } catch (IllegalArgumentException e) {
            section.error("regex", "`regex`: " + e.getMessage());
            return null;
        }
    }

    private static boolean isComplete(Section section, Action action, long modulus, String target) {
        if (action.needsTarget() && target.isEmpty()) {
            section.error(
                    "target_label", "action `%s` needs a `target_label`".formatted(action.text()));
            return false;
        }
        if (action == Action.HASHMOD && modulus == 0) {
            section.error("modulus", "action `hashmod` needs a `modulus` of at least 1");
            return false;
        }
        List<String> senseless =
                switch (action) {
                    case LABELDROP, LABELKEEP ->
                            List.of(
                                    "source_labels",
                                    "target_label",
                                    "modulus",
                                    "separator",
                                    "replacement");
                    case KEEPEQUAL, DROPEQUAL ->
                            List.of("regex", "modulus", "separator", "replacement");
                    case LOWERCASE, UPPERCASE -> List.of("replacement");
                    case LABELMAP, REPLACE, KEEP, DROP, HASHMOD -> List.of();
                };
        List<String> found = senseless.stream().filter(section::has).toList();
        for (String key : found) {
            section.error(key, "action `%s` does not take `%s`".formatted(action.text(), key));
        }
        return found.isEmpty();
    }
}
