package dev.slipway.series;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a matcher compares with. Most regular expressions in practice are a few words between bars,
/// or a word with `.*` or `.+` around it: those are found by looking at the text, and only the rest
/// runs the automaton.
sealed interface ValuePattern {
    String SPECIAL = "\\.+*?()|[]{}^$";

    boolean matches(String text);

    default Optional<Set<String>> literals() {
        return Optional.empty();
    }

    default String prefix() {
        return "";
    }

    /// One of a few words.
    record Words(Set<String> words) implements ValuePattern {
        @Override
        public boolean matches(String text) {
            return words.contains(text);
        }

        @Override
        public Optional<Set<String>> literals() {
            return Optional.of(words);
        }

        @Override
        public String prefix() {
            return words.size() == 1 ? words.iterator().next() : "";
        }
    }

    /// A word with anything before it, after it, or both; at least so many characters each.
    record Surrounded(@Nullable Integer before, String word, @Nullable Integer after)
            implements ValuePattern {
        @Override
        public boolean matches(String text) {
            if (before == null) {
                return text.startsWith(word)
                        && after != null
                        && text.length() - word.length() >= after;
            }
            if (after == null) {
                return text.endsWith(word) && text.length() - word.length() >= before;
            }
            int at = text.indexOf(word, before);
            return at >= 0
                    && text.lastIndexOf(word, text.length() - word.length() - after) >= before;
        }

        @Override
        public String prefix() {
            return before == null ? word : "";
        }
    }

    /// Anything else.
    record Automaton(Pattern pattern, String prefix) implements ValuePattern {
        @Override
        public boolean matches(String text) {
            return text.startsWith(prefix) && pattern.matches(text);
        }
    }

    static ValuePattern ofLiteral(String value) {
        return new Words(Set.of(value));
    }

    static ValuePattern ofRegex(String regex) {
        List<String> words = words(regex);
        if (words != null) {
            return new Words(new LinkedHashSet<>(words));
        }
        ValuePattern surrounded = surrounded(regex);
        return surrounded != null ? surrounded : automaton(regex);
    }

    private static @Nullable List<String> words(String regex) {
        String inner = regex;
        if (regex.startsWith("(") && regex.endsWith(")") && !regex.startsWith("(?")) {
            inner = regex.substring(1, regex.length() - 1);
        }
        List<String> words = new ArrayList<>();
        for (String word : inner.split("\\|", -1)) {
            if (!isPlain(word)) {
                return null;
            }
            words.add(word);
        }
        return words;
    }

    private static @Nullable ValuePattern surrounded(String regex) {
        Integer before = wildcard(regex, 0);
        int start = before == null ? 0 : 2;
        Integer after = regex.length() - start >= 2 ? wildcard(regex, regex.length() - 2) : null;
        int end = after == null ? regex.length() : regex.length() - 2;
        String word = regex.substring(start, end);
        if (!isPlain(word) || (before == null && after == null)) {
            return null;
        }
        return new Surrounded(before, word, after);
    }

    /// How many characters at least a `.*` or `.+` at this place stands for.
    private static @Nullable Integer wildcard(String regex, int at) {
        if (regex.startsWith(".*", at)) {
            return 0;
        }
        return regex.startsWith(".+", at) ? Integer.valueOf(1) : null;
    }

    private static ValuePattern automaton(String regex) {
        try {
            Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
            return new Automaton(pattern, plainPrefix(regex));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "error parsing regexp: %s: `%s`".formatted(e.getDescription(), e.getPattern()),
                    e);
        }
    }

    private static String plainPrefix(String regex) {
        if (regex.contains("|")) {
            return "";
        }
        int end = 0;
        while (end < regex.length() && SPECIAL.indexOf(regex.charAt(end)) < 0) {
            end++;
        }
        boolean lastMayBeAbsent = end < regex.length() && "*?{".indexOf(regex.charAt(end)) >= 0;
        return regex.substring(0, lastMayBeAbsent && end > 0 ? end - 1 : end);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
