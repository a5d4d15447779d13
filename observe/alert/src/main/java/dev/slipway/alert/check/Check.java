package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A plugin that is run now and then: the resource `Check` of `slipway.dev/v1alpha1`. Immutable.
public record Check(ObjectMeta metadata, CheckSpec spec, @Nullable CheckStatus status)
        implements Resource {
    public static final Kind<Check> KIND =
            Kind.namespaced("slipway.dev/v1alpha1", "Check", "checks", Check.class);

    private static final int SECONDS_MAX = 30 * 24 * 3600;
    private static final int ATTEMPTS_MAX = 1_000;

    public Check {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
    }

    /// What to run and when. The command is run as it is, without a shell. Between checks that are
    /// fine, or that have failed for good, `checkIntervalSeconds` pass; `retryIntervalSeconds`
    /// while it is not yet sure. After `maxCheckAttempts` failures in a row somebody is told.
    /// Labels and annotations become those of the alert; labels also those of the series.
    public record CheckSpec(
            List<String> command,
            Map<String, String> environment,
            @Nullable Integer checkIntervalSeconds,
            @Nullable Integer retryIntervalSeconds,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer maxCheckAttempts,
            @Nullable FlapDetection flapDetection,
            @Nullable Boolean suspend,
            Map<String, String> labels,
            Map<String, String> annotations) {
        public CheckSpec {
            command = Immutable.list(command);
            environment = Immutable.map(environment);
            if (command.isEmpty()) {
                throw new IllegalArgumentException(
                        "spec.command: empty (expected: a program and its arguments)");
            }
            require("checkIntervalSeconds", checkIntervalSeconds, SECONDS_MAX);
            require("retryIntervalSeconds", retryIntervalSeconds, SECONDS_MAX);
            require("timeoutSeconds", timeoutSeconds, SECONDS_MAX);
            require("maxCheckAttempts", maxCheckAttempts, ATTEMPTS_MAX);
            labels = Immutable.map(labels);
            annotations = Immutable.map(annotations);
        }

        public Duration checkInterval() {
            return seconds(checkIntervalSeconds, 300);
        }

        public Duration retryInterval() {
            return seconds(retryIntervalSeconds, 60);
        }

        public Duration timeout() {
            return seconds(timeoutSeconds, 60);
        }

        public int attemptsMax() {
            return maxCheckAttempts == null ? 3 : maxCheckAttempts;
        }

        public FlapDetection flaps() {
            return flapDetection == null ? new FlapDetection(null, null, null) : flapDetection;
        }

        public boolean isSuspended() {
            return Boolean.TRUE.equals(suspend);
        }

        private static Duration seconds(@Nullable Integer value, int fallback) {
            return Duration.ofSeconds(value == null ? fallback : value);
        }

        private static void require(String name, @Nullable Integer value, int most) {
            if (value != null && (value < 1 || value > most)) {
                throw new IllegalArgumentException(
                        "spec.%s: %d (expected: 1 to %d)".formatted(name, value, most));
            }
        }
    }

    /// What the newest run came to, as the API shows it; also what a server goes on from after a
    /// restart. It is written when where the check stands changes, not after each run.
    public record CheckStatus(
            @Nullable String state,
            @Nullable String stateType,
            @Nullable Integer attempt,
            @Nullable Boolean flapping,
            @Nullable String alerting,
            @Nullable String summary,
            @Nullable Instant lastTransitionTime) {
        private static final String HARD = "HARD";
        private static final String SOFT = "SOFT";

        static CheckStatus of(CheckOutcome outcome) {
            CheckProgress progress = outcome.progress();
            return new CheckStatus(
                    progress.state().name(),
                    progress.hard() ? HARD : SOFT,
                    progress.attempt(),
                    progress.flapping(),
                    progress.alerting().name(),
                    outcome.output().summary(),
                    outcome.time().truncatedTo(ChronoUnit.SECONDS));
        }

        /// Whether both say the same but for words and time.
        boolean standsAs(@Nullable CheckStatus other) {
            return other != null
                    && Objects.equals(state, other.state)
                    && Objects.equals(stateType, other.stateType)
                    && Objects.equals(attempt, other.attempt)
                    && Objects.equals(flapping, other.flapping)
                    && Objects.equals(alerting, other.alerting);
        }

        /// This with the time of the one before, if the state has not changed since.
        CheckStatus since(@Nullable CheckStatus before) {
            if (before == null
                    || before.lastTransitionTime == null
                    || !Objects.equals(state, before.state)) {
                return this;
            }
            return new CheckStatus(
                    state,
                    stateType,
                    attempt,
                    flapping,
                    alerting,
                    summary,
                    before.lastTransitionTime);
        }

        CheckProgress progress() {
            return new CheckProgress(
                    CheckState.named(state),
                    !SOFT.equals(stateType),
                    attempt == null ? 1 : attempt,
                    Boolean.TRUE.equals(flapping),
                    CheckState.named(alerting),
                    List.of(CheckState.named(state)));
        }
    }

    /// When a check changes its state so often that its alert is held as it is: from `highPercent`
    /// of changes on, until there are fewer than `lowPercent`.
    public record FlapDetection(
            @Nullable Boolean enabled, @Nullable Double lowPercent, @Nullable Double highPercent) {
        public FlapDetection {
            double low = lowPercent == null ? 20 : lowPercent;
            double high = highPercent == null ? 30 : highPercent;
            if (!(low >= 0 && low <= high && high <= 100)) {
                throw new IllegalArgumentException(
                        "spec.flapDetection: %s to %s (expected: 0 <= lowPercent <= highPercent <= 100)"
                                .formatted(low, high));
            }
        }

        boolean isEnabled() {
            return !Boolean.FALSE.equals(enabled);
        }

        double low() {
            return lowPercent == null ? 20 : lowPercent;
        }

        double high() {
            return highPercent == null ? 30 : highPercent;
        }
    }
}
