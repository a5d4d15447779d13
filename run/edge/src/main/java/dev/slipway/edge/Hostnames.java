package dev.slipway.edge;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Host names of listeners and routes: exact, `*.suffix`, or `*` for all.
final class Hostnames {
    static final String ALL = "*";

    private Hostnames() {}

    /// The hosts that both stand for, or null if there are none.
    static @Nullable String intersect(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        if (covers(a, b)) {
            return b;
        }
        return covers(b, a) ? a : null;
    }

    private static boolean covers(String wide, String narrow) {
        if (wide.equals(ALL) || wide.equals(narrow)) {
            return true;
        }
        // `*.a.b` stands for `x.a.b` and `y.x.a.b`, and so for `*.x.a.b`, but not for `a.b`.
        return wide.startsWith("*.")
                && narrow.endsWith(wide.substring(1))
                && narrow.length() > wide.length() - 1
                && !narrow.equals(ALL);
    }
}
