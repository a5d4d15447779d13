package dev.slipway.scrape.relabel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Matcher;
import dev.slipway.series.Labels;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Applies chains of rules to labels. Pure functions.
public final class Relabeling {
    private Relabeling() {}

    /// The labels after all rules, or null as soon as one of them drops them.
    public static @Nullable Labels apply(Labels labels, List<RelabelRule> rules) {
        Labels current = labels;
        for (RelabelRule rule : rules) {
            Labels next = apply(current, rule);
            if (next == null) {
                return null;
            }
            current = next;
        }
        return current;
    }

    private static @Nullable Labels apply(Labels labels, RelabelRule rule) {
        return switch (rule.action()) {
            case REPLACE -> replaced(labels, rule);
            case KEEP -> rule.regex().matches(joined(labels, rule)) ? labels : null;
            case DROP -> rule.regex().matches(joined(labels, rule)) ? null : labels;
            case KEEPEQUAL -> equalsTarget(labels, rule) ? labels : null;
            case DROPEQUAL -> equalsTarget(labels, rule) ? null : labels;
            case HASHMOD -> labels.with(rule.targetLabel(), bucket(labels, rule));
            case LABELMAP -> mapped(labels, rule);
            case LABELDROP -> filtered(labels, rule, false);
            case LABELKEEP -> filtered(labels, rule, true);
            case LOWERCASE ->
                    labels.with(rule.targetLabel(), joined(labels, rule).toLowerCase(Locale.ROOT));
            case UPPERCASE ->
                    labels.with(rule.targetLabel(), joined(labels, rule).toUpperCase(Locale.ROOT));
        };
    }

    private static String joined(Labels labels, RelabelRule rule) {
        List<String> sources = rule.sourceLabels();
        if (sources.isEmpty()) {
            return "";
        }
        if (sources.size() == 1) {
            return labels.value(sources.getFirst());
        }
        StringBuilder joined = new StringBuilder(labels.value(sources.getFirst()));
        for (String source : sources.subList(1, sources.size())) {
            joined.append(rule.separator()).append(labels.value(source));
        }
        return joined.toString();
    }

    private static boolean equalsTarget(Labels labels, RelabelRule rule) {
        return labels.value(rule.targetLabel()).equals(joined(labels, rule));
    }

    private static Labels replaced(Labels labels, RelabelRule rule) {
        String value = joined(labels, rule);
        boolean plain =
                !Replacement.hasReferences(rule.targetLabel())
                        && !Replacement.hasReferences(rule.replacement());
        if (plain) {
            return rule.regex().matches(value)
                    ? changed(labels, rule.targetLabel(), rule.replacement())
                    : labels;
        }
        if (rule.regex().isEverything() && rule.replacement().equals("$1")) {
            // The rule most written: copies. `.*` has no group, but then `$1` is empty.
            if (!Replacement.hasReferences(rule.targetLabel())) {
                boolean grouped = rule.regex().equals(AnchoredPattern.EVERYTHING);
                return changed(labels, rule.targetLabel(), grouped ? value : "");
            }
        }
        Matcher match = rule.regex().match(value);
        if (match == null) {
            return labels;
        }
        String target = Replacement.expand(rule.targetLabel(), match);
        return target.isEmpty()
                ? labels
                : changed(labels, target, Replacement.expand(rule.replacement(), match));
    }

    private static Labels changed(Labels labels, String name, String value) {
        return labels.value(name).equals(value) ? labels : labels.with(name, value);
    }

    /// The last eight bytes of the MD5 as an unsigned number, as Prometheus does: what it shards,
    /// we shard alike.
    private static String bucket(Labels labels, RelabelRule rule) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("MD5").digest(joined(labels, rule).getBytes(UTF_8));
            long hash = ByteBuffer.wrap(sum).getLong(Long.BYTES);
            return Long.toUnsignedString(Long.remainderUnsigned(hash, rule.modulus()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    private static Labels mapped(Labels labels, RelabelRule rule) {
        Labels.@Nullable Builder builder = null;
        for (int i = 0; i < labels.size(); i++) {
            Matcher match = rule.regex().match(labels.name(i));
            if (match != null) {
                builder = builder == null ? labels.toBuilder() : builder;
                String name = Replacement.expand(rule.replacement(), match);
                if (!name.isEmpty()) {
                    builder.set(name, labels.value(i));
                }
            }
        }
        return builder == null ? labels : builder.build();
    }

    private static Labels filtered(Labels labels, RelabelRule rule, boolean keep) {
        Labels.@Nullable Builder builder = null;
        for (int i = 0; i < labels.size(); i++) {
            if (rule.regex().matches(labels.name(i)) != keep) {
                builder = builder == null ? labels.toBuilder() : builder;
                builder.set(labels.name(i), "");
            }
        }
        return builder == null ? labels : builder.build();
    }
}
