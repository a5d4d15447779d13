package dev.slipway.cli;

import dev.slipway.model.Ages;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecord.ReleaseRecordSpec;
import dev.slipway.model.kinds.ReleaseRecord.Version;
import dev.slipway.model.kinds.ReleaseRecordStatus;
import dev.slipway.model.kinds.ReleaseRecordStatus.Analysis;
import dev.slipway.model.kinds.ReleaseRecordStatus.Evidence;
import dev.slipway.model.kinds.ReleaseRecordStatus.Pause;
import dev.slipway.model.kinds.ReleaseRecordStatus.Side;
import dev.slipway.model.kinds.ReleaseRecordStatus.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Records of releases as text. Pure.
final class ReleaseTexts {
    private static final int LABEL_WIDTH = 12;

    private ReleaseTexts() {}

    static String table(List<ReleaseRecord> records, Instant now) {
        Table table = new Table(List.of("Revision", "Outcome", "Duration", "Who", "Age", "Images"));
        for (ReleaseRecord record : records) {
            ReleaseRecordSpec release = record.spec();
            table.add(
                    List.of(
                            Long.toString(release.revision()),
                            record.status().outcome().text(),
                            duration(record.status(), release.started(), now),
                            orNone(release.who()),
                            Ages.describe(Duration.between(release.started(), now)),
                            images(release.to())));
        }
        return table.toString();
    }

    static String details(ReleaseRecord record) {
        ReleaseRecordSpec release = record.spec();
        ReleaseRecordStatus status = record.status();
        StringBuilder text = new StringBuilder();
        text.append(release.workload().kind()).append(' ').append(release.workload().name());
        text.append(", revision ").append(release.revision());
        if (release.backTo() != null) {
            text.append(", going back to revision ").append(release.backTo());
        }
        text.append('\n');
        line(text, "Outcome", outcome(status));
        line(text, "Reason", status.reason());
        line(text, "Who", release.who());
        line(text, "Started", release.started().toString());
        line(text, "From", release.from() == null ? null : version(release.from()));
        line(text, "To", version(release.to()));
        var change = release.change();
        line(text, "Commit", change == null ? null : change.commit());
        line(text, "Version", change == null ? null : change.version());
        Long leadTime = status.leadTimeSeconds();
        line(text, "Lead time", leadTime == null ? null : seconds(leadTime));
        var guard = status.guard();
        line(text, "Guard", guard == null ? null : said(guard.verdict(), guard.sentence()));
        section(text, "Steps", status.steps().stream().map(ReleaseTexts::step).toList());
        section(text, "Pauses", status.pauses().stream().map(ReleaseTexts::pause).toList());
        section(text, "Analyses", status.analyses().stream().map(ReleaseTexts::analysis).toList());
        section(
                text,
                "Interference",
                status.steering().stream()
                        .map(each -> each.action() + " by " + each.by() + " at " + each.at())
                        .toList());
        section(
                text,
                "Messages",
                status.deliveries().values().stream()
                        .map(each ->
                                each.state()
                                        + " "
                                        + each.trigger()
                                        + " to "
                                        + each.service()
                                        + (each.error() == null ? "" : " (" + each.error() + ")"))
                        .toList());
        return text.toString();
    }

    private static String outcome(ReleaseRecordStatus status) {
        Long duration = status.durationSeconds();
        return status.outcome().text() + (duration == null ? "" : " after " + seconds(duration));
    }

    private static String duration(ReleaseRecordStatus status, Instant started, Instant now) {
        if (status.durationSeconds() != null) {
            return seconds(status.durationSeconds());
        }
        return status.finished() == null
                ? Ages.describe(Duration.between(started, now))
                : "<unknown>";
    }

    private static String step(Step step) {
        StringBuilder text = new StringBuilder();
        text.append("%2d  %-16s".formatted(step.index() + 1, step.action()));
        text.append(step.weight() == null ? "" : "  %3d %%".formatted(step.weight()));
        text.append("  ").append(between(step.started(), step.finished()));
        Evidence evidence = step.evidence();
        if (evidence != null) {
            text.append(sides(evidence));
            if (evidence.verdict() != null) {
                text.append("\n      ").append(said(evidence.verdict(), evidence.sentence()));
            }
        }
        return text.toString();
    }

    private static String sides(Evidence evidence) {
        Side candidate = evidence.candidate();
        Side stable = evidence.stable();
        return candidate == null || stable == null
                ? ""
                : "  new: " + failures(candidate) + ", old: " + failures(stable);
    }

    private static String failures(Side side) {
        return String.format(
                Locale.ROOT, "%,d of %,d requests failed", side.failures(), side.requests());
    }

    private static String pause(Pause pause) {
        return pause.reason()
                + "  "
                + between(pause.started(), pause.ended())
                + (pause.endedBy() == null ? "" : "  ended by " + pause.endedBy());
    }

    private static String analysis(Analysis analysis) {
        StringBuilder text = new StringBuilder();
        text.append(analysis.kind()).append(' ').append(analysis.name());
        text.append("  ").append(said(analysis.phase(), analysis.message()));
        for (var metric : analysis.metrics()) {
            text.append("\n      ")
                    .append(metric.name())
                    .append("  ")
                    .append(orNone(metric.phase()));
            text.append(metric.value() == null ? "" : "  last value " + metric.value());
        }
        return text.toString();
    }

    private static String said(@Nullable String verdict, @Nullable String sentence) {
        return orNone(verdict) + (sentence == null || sentence.isEmpty() ? "" : ": " + sentence);
    }

    private static String between(@Nullable Instant start, @Nullable Instant end) {
        if (start == null) {
            return "not seen";
        }
        return end == null ? "since " + start : Ages.describe(Duration.between(start, end));
    }

    private static String version(Version version) {
        String config =
                version.config().isEmpty() ? "" : " with " + String.join(", ", version.config());
        Long revision = version.revision();
        return images(version) + (revision == null ? "" : " (revision " + revision + ")") + config;
    }

    private static String images(Version version) {
        return String.join(
                ",", version.images().stream().map(image -> orNone(image.image())).toList());
    }

    private static String seconds(long seconds) {
        return Ages.describe(Duration.ofSeconds(seconds));
    }

    private static String orNone(@Nullable String text) {
        return text == null || text.isEmpty() ? "<none>" : text;
    }

    private static void line(StringBuilder text, String label, @Nullable String value) {
        if (value != null) {
            text.append(label).append(':');
            text.repeat(' ', LABEL_WIDTH - label.length() - 1).append(value).append('\n');
        }
    }

    private static void section(StringBuilder text, String label, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(label).append(":\n");
            lines.forEach(each -> text.append("  ").append(each).append('\n'));
        }
    }
}
