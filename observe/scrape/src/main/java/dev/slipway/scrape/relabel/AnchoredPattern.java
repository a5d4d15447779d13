package dev.slipway.scrape.relabel;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// A regular expression of RE2 that must match the whole text, where a dot is also a line break.
/// Equal to another with the same text. Immutable and thread-safe.
public final class AnchoredPattern {
    /// Takes everything as its first group; what a rule has that says nothing.
    public static final AnchoredPattern EVERYTHING = of("(.*)");

    private final String text;
    private final Pattern pattern;
    private final boolean everything;

    private AnchoredPattern(String text) {
        this.text = requireNonNull(text, "text");
        this.pattern = Pattern.compile("^(?s:" + text + ")$");
        this.everything = text.equals("(.*)") || text.equals(".*");
    }

    /// Throws [IllegalArgumentException] with what is wrong if the expression is malformed.
    public static AnchoredPattern of(String text) {
        try {
            // Alone first: put into a group, `a)(b` would look well-formed.
            Pattern.compile(text);
            return new AnchoredPattern(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "error parsing regexp: %s: `%s`".formatted(e.getDescription(), e.getPattern()),
                    e);
        }
    }

    public boolean matches(String value) {
        return everything || pattern.matches(value);
    }

    /// The groups of a match of the whole value, or null.
    @Nullable Matcher match(String value) {
        Matcher matcher = pattern.matcher(value);
        return matcher.matches() ? matcher : null;
    }

    boolean isEverything() {
        return everything;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AnchoredPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The expression as it was written.
    @Override
    public String toString() {
        return text;
    }
}
