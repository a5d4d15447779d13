package dev.slipway.scrape.relabel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One rule of a chain: takes the values of the source labels, joined by the separator, and does
/// its action. Immutable.
///
/// @param modulus how many buckets `hashmod` has; 0 for every other action
public record RelabelRule(
        Action action,
        List<String> sourceLabels,
        String separator,
        AnchoredPattern regex,
        long modulus,
        String targetLabel,
        String replacement) {
    public static final String SEPARATOR_DEFAULT = ";";
    public static final String REPLACEMENT_DEFAULT = "$1";

    /// What a rule does.
    public enum Action {
        REPLACE(true),
        KEEP(false),
        DROP(false),
        KEEPEQUAL(true),
        DROPEQUAL(true),
        HASHMOD(true),
        LABELMAP(false),
        LABELDROP(false),
        LABELKEEP(false),
        LOWERCASE(true),
        UPPERCASE(true);

        private final boolean needsTarget;

        Action(boolean needsTarget) {
            this.needsTarget = needsTarget;
        }

        /// As configuration files write it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Action> find(String text) {
            for (Action action : values()) {
                if (action.text().equals(text.toLowerCase(Locale.ROOT))) {
                    return Optional.of(action);
                }
            }
            return Optional.empty();
        }

        /// Whether the action has nothing to do without a target label.
        public boolean needsTarget() {
            return needsTarget;
        }
    }

    public RelabelRule {
        requireNonNull(action, "action");
        sourceLabels = List.copyOf(sourceLabels);
        requireNonNull(separator, "separator");
        requireNonNull(regex, "regex");
        requireNonNull(targetLabel, "targetLabel");
        requireNonNull(replacement, "replacement");
        if (action == Action.HASHMOD && modulus == 0) {
            throw new IllegalArgumentException("modulus: 0 (expected: at least 1 for hashmod)");
        }
        if (action.needsTarget() && targetLabel.isEmpty()) {
            throw new IllegalArgumentException(
                    "targetLabel: empty (expected: a label for " + action.text() + ")");
        }
    }

    /// Puts a part of the joined values into a label if the expression matches them.
    public static RelabelRule replace(
            List<String> sourceLabels, String regex, String targetLabel, String replacement) {
        return new RelabelRule(
                Action.REPLACE,
                sourceLabels,
                SEPARATOR_DEFAULT,
                AnchoredPattern.of(regex),
                0,
                targetLabel,
                replacement);
    }

    /// Copies the joined values into a label; an empty result removes it.
    public static RelabelRule copy(List<String> sourceLabels, String targetLabel) {
        return replace(sourceLabels, "(.*)", targetLabel, REPLACEMENT_DEFAULT);
    }

    /// Sets a label to a text. A dollar in it is a dollar.
    public static RelabelRule set(String targetLabel, String value) {
        return replace(List.of(), "(.*)", targetLabel, value.replace("$", "$$"));
    }

    /// `keep` or `drop` by the joined values, or `labelmap`, `labeldrop`, `labelkeep` by names.
    public static RelabelRule filter(Action action, List<String> sourceLabels, String regex) {
        return new RelabelRule(
                action,
                sourceLabels,
                SEPARATOR_DEFAULT,
                AnchoredPattern.of(regex),
                0,
                "",
                REPLACEMENT_DEFAULT);
    }

    /// Keeps only those of one of `modulus` equally large parts.
    public static RelabelRule hashMod(List<String> sourceLabels, long modulus, String target) {
        return new RelabelRule(
                Action.HASHMOD,
                sourceLabels,
                SEPARATOR_DEFAULT,
                AnchoredPattern.EVERYTHING,
                modulus,
                target,
                REPLACEMENT_DEFAULT);
    }
}
