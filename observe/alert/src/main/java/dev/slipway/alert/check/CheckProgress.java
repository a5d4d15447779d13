package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.check.Check.CheckSpec;
import dev.slipway.alert.check.Check.FlapDetection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Where a check stands after its results so far. What follows from the next result is a pure
/// function of this. Immutable.
///
/// ```
///              fails                     fails, the last attempt
///   HARD OK ─────────▶ SOFT, attempt n ────────────────────────▶ HARD, not OK
///      ▲                 │        ▲│ fails                          │    ▲│ fails
///      │      OK         │        └┘ attempt n + 1                  │    └┘
///      ├─────────────────┘                            OK            │
///      └────────────────────────────────────────────────────────────┘
/// ```
///
/// `alerting` is the state that people have been told of: that of the last hard state, unless the
/// check flaps, when it stays what it was.
public record CheckProgress(
        CheckState state,
        boolean hard,
        int attempt,
        boolean flapping,
        CheckState alerting,
        List<CheckState> history) {
    private static final int HISTORY_MAX = 21;
    private static final double WEIGHT_OLDEST = 0.8;
    private static final double WEIGHT_SPAN = 0.4;

    public CheckProgress {
        requireNonNull(state, "state");
        requireNonNull(alerting, "alerting");
        history = List.copyOf(history);
    }

    /// Before the first result.
    static CheckProgress begin() {
        return new CheckProgress(CheckState.OK, true, 1, false, CheckState.OK, List.of());
    }

    CheckProgress after(CheckState result, CheckSpec spec) {
        List<CheckState> results = new ArrayList<>(history);
        results.add(result);
        if (results.size() > HISTORY_MAX) {
            results.removeFirst();
        }
        boolean flaps = flaps(results, spec.flaps());
        if (result == CheckState.OK) {
            return next(result, true, 1, flaps, results);
        }
        if (state != CheckState.OK && hard) {
            return next(result, true, attempt, flaps, results);
        }
        int attempts = state == CheckState.OK ? 1 : attempt + 1;
        return next(result, attempts >= spec.attemptsMax(), attempts, flaps, results);
    }

    Duration pause(CheckSpec spec) {
        return hard ? spec.checkInterval() : spec.retryInterval();
    }

    private CheckProgress next(
            CheckState result,
            boolean isHard,
            int attempts,
            boolean flaps,
            List<CheckState> results) {
        CheckState told = isHard && !flaps ? result : alerting;
        return new CheckProgress(result, isHard, attempts, flaps, told, results);
    }

    private boolean flaps(List<CheckState> results, FlapDetection detection) {
        if (!detection.isEnabled()) {
            return false;
        }
        double percent = changePercent(results);
        return flapping ? percent >= detection.low() : percent >= detection.high();
    }

    /// How many of the possible changes of state there were; newer ones weigh more.
    static double changePercent(List<CheckState> results) {
        double sum = 0;
        int changesMax = HISTORY_MAX - 1;
        int missing = HISTORY_MAX - results.size();
        for (int i = 1; i < results.size(); i++) {
            if (results.get(i) != results.get(i - 1)) {
                sum += WEIGHT_OLDEST + WEIGHT_SPAN * (missing + i - 1) / (changesMax - 1);
            }
        }
        return sum * 100 / changesMax;
    }
}
