package dev.slipway.proxy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks of the values in a snapshot; the messages name what was found and what was expected.
final class Checks {
    private Checks() {}

    static void distinct(String what, List<String> ids) {
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException(what + " id: " + id + " twice (expected: once)");
            }
        }
    }

    static void notBlank(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + ": empty (expected: a value)");
        }
    }

    static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + ": " + value + " (expected: " + min + "-" + max + ")");
        }
    }

    static void headerName(String name) {
        if (name.isEmpty() || !all(name, Ascii.TOKEN)) {
            throw new IllegalArgumentException(
                    "header name: " + name + " (expected: letters, digits and !#$%&'*+-.^_`|~)");
        }
    }

    static void headerValue(String name, String value) {
        if (!all(value, Ascii.VALUE)) {
            throw new IllegalArgumentException(
                    "value of header "
                            + name
                            + ": has control characters or is not Latin-1 (expected: neither)");
        }
    }

    static void host(@Nullable String value) {
        if (value != null && (value.isEmpty() || !all(value, Ascii.HOST))) {
            throw new IllegalArgumentException(
                    "host or scheme: " + value + " (expected: letters, digits and -._~:[]%)");
        }
    }

    static void path(String value) {
        if (!all(value, Ascii.TARGET) || value.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "path: " + value + " (expected: visible ASCII without `?` and `#`)");
        }
    }

    static void regex(String value) {
        try {
            Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "regular expression: " + e.getMessage() + " (expected: RE2 syntax)", e);
        }
    }

    static void literalAddress(String what, String value) {
        try {
            InetAddress.ofLiteral(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    what + ": " + value + " (expected: an IPv4 or IPv6 address)", e);
        }
    }

    private static boolean all(String value, boolean[] allowed) {
        return value.chars().allMatch(c -> c < allowed.length && allowed[c]);
    }
}
