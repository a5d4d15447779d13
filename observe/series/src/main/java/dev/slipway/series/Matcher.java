package dev.slipway.series;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/// A condition on the value of one label; a label that is not there has the empty value. Immutable
/// and thread-safe.
public final class Matcher {
    /// How values are compared; regular expressions are RE2's and match the whole value.
    public enum Type {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String operator;

        Type(String operator) {
            this.operator = operator;
        }

        public String operator() {
            return operator;
        }
    }

    private final Type type;
    private final String name;
    private final String value;
    private final ValuePattern pattern;

    private Matcher(Type type, String name, String value) {
        this.type = requireNonNull(type, "type");
        this.name = requireNonNull(name, "name");
        this.value = requireNonNull(value, "value");
        boolean regex = type == Type.REGEX || type == Type.NOT_REGEX;
        this.pattern = regex ? ValuePattern.ofRegex(value) : ValuePattern.ofLiteral(value);
    }

    /// Throws [IllegalArgumentException] with what is wrong if a regular expression is malformed.
    public static Matcher of(Type type, String name, String value) {
        return new Matcher(type, name, value);
    }

    public static Matcher equal(String name, String value) {
        return new Matcher(Type.EQUAL, name, value);
    }

    public Type type() {
        return type;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    public boolean matches(String text) {
        return pattern.matches(text) != isNegative();
    }

    public boolean matches(Labels labels) {
        return matches(labels.value(name));
    }

    /// Whether series without the label match.
    public boolean matchesEmpty() {
        return matches("");
    }

    public boolean isNegative() {
        return type == Type.NOT_EQUAL || type == Type.NOT_REGEX;
    }

    /// The only values the pattern (before negation) matches, if they can be listed.
    public Optional<Set<String>> literals() {
        return pattern.literals();
    }

    /// What every value that the pattern (before negation) matches starts with; may be empty.
    public String prefix() {
        return pattern.prefix();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matcher matcher
                && type == matcher.type
                && name.equals(matcher.name)
                && value.equals(matcher.value);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + name.hashCode()) + value.hashCode();
    }

    /// As PromQL writes it.
    @Override
    public String toString() {
        return SelectorText.labelName(name) + type.operator() + SelectorText.quote(value);
    }
}
