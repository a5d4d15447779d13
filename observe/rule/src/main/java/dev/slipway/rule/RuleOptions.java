package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.net.URI;
import java.time.Duration;

/// How rules are evaluated.
///
/// @param interval of groups that say nothing
/// @param resendDelay how long after it was sent an alert is sent again
/// @param outageTolerance how old `ALERTS_FOR_STATE` may be to restore alerts after a restart
/// @param graceAfterRestart how long at least a restored alert is pending
/// @param externalUrl address of the server, for templates
public record RuleOptions(
        Duration interval,
        Duration resendDelay,
        Duration outageTolerance,
        Duration graceAfterRestart,
        Labels externalLabels,
        URI externalUrl) {
    public static final RuleOptions DEFAULT =
            new RuleOptions(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    Duration.ofMinutes(10),
                    Labels.EMPTY,
                    URI.create(""));

    public RuleOptions {
        requireNonNull(resendDelay, "resendDelay");
        requireNonNull(outageTolerance, "outageTolerance");
        requireNonNull(graceAfterRestart, "graceAfterRestart");
        requireNonNull(externalLabels, "externalLabels");
        requireNonNull(externalUrl, "externalUrl");
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: positive)");
        }
    }

    public RuleOptions withExternal(Labels labels, URI url) {
        return new RuleOptions(
                interval, resendDelay, outageTolerance, graceAfterRestart, labels, url);
    }

    public RuleOptions withInterval(Duration other) {
        return new RuleOptions(
                other,
                resendDelay,
                outageTolerance,
                graceAfterRestart,
                externalLabels,
                externalUrl);
    }
}
