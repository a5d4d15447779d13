package dev.slipway.gate;

import static java.util.Objects.requireNonNull;

import dev.slipway.evidence.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the annotations of a Deployment and of its namespace say about its guard. Immutable.
///
/// - `shares`: the shares of traffic a new version gets one after the other, in percent, rising;
///   100 comes after the last.
/// - `limit`: the most it may get for now.
/// - `refusedRevision`: the hash of a version that somebody gave up.
/// - `retry`: tries a refused version anew whenever it is something else than at the refusal.
/// - `promote`: the hash of a version that goes on although it cannot be judged.
record GateOptions(
        Guard guard,
        List<Integer> shares,
        int limit,
        @Nullable String refusedRevision,
        @Nullable String retry,
        @Nullable String promote,
        List<String> problems) {
    static final String SHARES = "slipway.dev/guard-shares";
    static final String LIMIT = "slipway.dev/release-limit";
    static final String REFUSED = "slipway.dev/refused-revision";
    static final String RETRY = "slipway.dev/guard-retry";
    static final String PROMOTE = "slipway.dev/guard-promote";

    static final List<Integer> SHARES_DEFAULT = List.of(5, 25, 50);
    private static final int SHARES_MAX = 20;
    private static final int ALL = 100;

    GateOptions {
        requireNonNull(guard, "guard");
        shares = List.copyOf(shares);
        problems = List.copyOf(problems);
    }

    static GateOptions of(Map<String, String> workload, Map<String, String> namespace) {
        Guard guard = Guard.of(workload, namespace);
        List<String> problems = new ArrayList<>(guard.problems());
        String own = workload.get(SHARES);
        String shares = own == null ? namespace.get(SHARES) : own;
        return new GateOptions(
                guard,
                shares == null ? SHARES_DEFAULT : shares(shares, problems),
                limit(workload.get(LIMIT), problems),
                workload.get(REFUSED),
                workload.get(RETRY),
                workload.get(PROMOTE),
                problems);
    }

    boolean isOff() {
        return guard.strictness() == Guard.Strictness.OFF;
    }

    int first() {
        return shares.isEmpty() ? ALL : shares.getFirst();
    }

    /// The share after this one.
    int after(int share) {
        for (int each : shares) {
            if (each > share) {
                return each;
            }
        }
        return ALL;
    }

    private static List<Integer> shares(String text, List<String> problems) {
        List<Integer> shares = new ArrayList<>();
        int before = 0;
        for (String part : text.split(",", SHARES_MAX + 1)) {
            int share = percent(part.strip());
            if (share <= before || shares.size() == SHARES_MAX) {
                problems.add(
                        SHARES
                                + ": "
                                + shown(text)
                                + " (expected: up to 20 rising numbers from 1 to 100, as 5,25,50;"
                                + " used: 5,25,50)");
                return SHARES_DEFAULT;
            }
            shares.add(share);
            before = share;
        }
        return shares;
    }

    /// A limit that nobody understands lets nothing through: whoever set it wants to hold back.
    private static int limit(@Nullable String text, List<String> problems) {
        if (text == null) {
            return ALL;
        }
        int limit = percent(text.strip());
        if (limit < 0) {
            problems.add(LIMIT + ": " + shown(text) + " (expected: 0-100; used: 0)");
            return 0;
        }
        return limit;
    }

    /// -1 if it is none.
    private static int percent(String text) {
        if (!text.matches("\\d{1,3}")) {
            return -1;
        }
        int number = Integer.parseInt(text);
        return number > ALL ? -1 : number;
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
