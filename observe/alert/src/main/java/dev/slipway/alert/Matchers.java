package dev.slipway.alert;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SelectorText;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Conditions on labels as `alertmanager.yml`, the API and `amtool` write them: `severity="page"`,
/// `{a=~"x|y", b!=z}`.
///
/// Two forms of writing are accepted, the newer first: one where names and values without quotes
/// may hold any character but those of the syntax, and one where the value is everything after the
/// operator. They differ only in texts such as `a=b=c` or `url=~{x}`, which only the older reads.
/// Stateless.
public final class Matchers {
    static final int COUNT_MAX = 1_000;
    static final int LENGTH_MAX = 64 * 1024;

    private Matchers() {}

    /// Throws [IllegalArgumentException] with what is wrong and where, counted from 1.
    public static List<Matcher> parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "%d characters (at most %d are read)".formatted(text.length(), LENGTH_MAX));
        }
        try {
            return new MatcherParser(text).matchers();
        } catch (IllegalArgumentException newer) {
            try {
                return new ClassicMatcherParser(text).matchers();
            } catch (IllegalArgumentException older) {
                newer.addSuppressed(older);
                throw newer;
            }
        }
    }

    /// Exactly one. Throws [IllegalArgumentException] with what is wrong.
    public static Matcher parseOne(String text) {
        List<Matcher> found = parse(text);
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "`%s` holds %d matchers (expected: one)".formatted(text, found.size()));
        }
        return found.getFirst();
    }

    public static boolean allMatch(List<Matcher> matchers, Labels labels) {
        for (Matcher each : matchers) {
            if (!each.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /// `{a="b",c=~"d"}`
    public static String text(List<Matcher> matchers) {
        StringJoiner text = new StringJoiner(",", "{", "}");
        for (Matcher each : matchers) {
            text.add(each.toString());
        }
        return text.toString();
    }

    /// `{a="b", c="d"}`
    public static String text(Labels labels) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            pairs.add(
                    SelectorText.labelName(labels.name(i))
                            + "="
                            + SelectorText.quote(labels.value(i)));
        }
        return "{" + String.join(", ", pairs) + "}";
    }
}
