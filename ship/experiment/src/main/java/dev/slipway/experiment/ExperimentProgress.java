package dev.slipway.experiment;

import dev.slipway.analysis.DurationText;
import dev.slipway.analysis.Phase;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Experiment.AnalysisStatus;
import dev.slipway.model.kinds.Experiment.ExperimentStatus;
import dev.slipway.model.kinds.Experiment.TemplateStatus;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What follows for an Experiment from what its parts do. Pure.
final class ExperimentProgress {
    static final String PROGRESSING = "Progressing";
    static final String RUNNING = "Running";
    static final String SUCCESSFUL = "Successful";
    static final String FAILED = "Failed";
    static final String ERROR = "Error";

    private static final int PROGRESS_DEADLINE_SECONDS = 600;

    private ExperimentProgress() {}

    /// How a version does, from its ReplicaSet (null: not seen yet).
    static TemplateStatus template(
            Experiment experiment,
            Experiment.Template template,
            @Nullable ReplicaSet set,
            Instant now) {
        TemplateStatus before = before(experiment, template.name());
        ReplicaSet.ReplicaSetStatus seen = set == null ? null : set.status();
        int available = number(seen == null ? null : seen.availableReplicas());
        String status =
                available >= template.replicasWanted() && set != null ? RUNNING : PROGRESSING;
        String message = null;
        Instant since = before == null ? null : before.lastTransitionTime();
        boolean same = before != null && status.equals(before.status());
        Instant transition = same && since != null ? since : now;
        if (status.equals(PROGRESSING) && !now.isBefore(deadline(experiment, transition))) {
            status = FAILED;
            message =
                    "ReplicaSet \""
                            + ExperimentPods.setKey(experiment, template).name()
                            + "\" has timed out progressing.";
            transition = now;
        }
        return new TemplateStatus(
                template.name(),
                seen == null ? 0 : seen.replicas(),
                seen == null ? 0 : seen.replicas(),
                number(seen == null ? null : seen.readyReplicas()),
                available,
                null,
                status,
                message,
                transition,
                template.service() == null
                        ? null
                        : ExperimentPods.serviceName(experiment, template),
                ExperimentPods.hash(experiment, template));
    }

    static @Nullable TemplateStatus before(Experiment experiment, String template) {
        return experiment.status().templateStatuses().stream()
                .filter(status -> status.name().equals(template))
                .findFirst()
                .orElse(null);
    }

    static TemplateStatus withStatus(
            TemplateStatus template, String status, @Nullable String message, Instant now) {
        return new TemplateStatus(
                template.name(),
                template.replicas(),
                template.updatedReplicas(),
                template.readyReplicas(),
                template.availableReplicas(),
                template.collisionCount(),
                status,
                message,
                status.equals(template.status()) ? template.lastTransitionTime() : now,
                template.serviceName(),
                template.podTemplateHash());
    }

    static Instant deadline(Experiment experiment, Instant since) {
        Integer seconds = experiment.spec().progressDeadlineSeconds();
        return since.plusSeconds(seconds == null ? PROGRESS_DEADLINE_SECONDS : seconds);
    }

    /// When the duration is over, or null without one.
    static @Nullable Instant end(Experiment experiment, @Nullable Instant availableAt) {
        String text = experiment.spec().duration();
        if (text == null || text.isBlank() || availableAt == null) {
            return null;
        }
        Duration duration = DurationText.parse(text);
        return availableAt.plus(duration);
    }

    /// The whole, from its parts.
    static ExperimentStatus whole(
            Experiment experiment,
            List<TemplateStatus> templates,
            List<AnalysisStatus> analyses,
            Instant now) {
        ExperimentStatus before = experiment.status();
        boolean allRun = templates.stream().allMatch(each -> RUNNING.equals(each.status()));
        Instant availableAt = before.availableAt();
        if (availableAt == null && allRun) {
            availableAt = now;
        }
        Assessment assessment = assess(experiment, templates, analyses, availableAt, now);
        return new ExperimentStatus(
                assessment.phase().word(),
                assessment.message(),
                availableAt,
                before.conditions(),
                templates,
                analyses);
    }

    private record Assessment(Phase phase, @Nullable String message) {}

    private static Assessment assess(
            Experiment experiment,
            List<TemplateStatus> templates,
            List<AnalysisStatus> analyses,
            @Nullable Instant availableAt,
            Instant now) {
        for (TemplateStatus template : templates) {
            String status = String.valueOf(template.status());
            if (status.equals(FAILED) || status.equals(ERROR)) {
                return new Assessment(Phase.of(status), template.message());
            }
        }
        AnalysisStatus worst = worst(analyses);
        if (worst != null && Phase.of(worst.phase()).isBad()) {
            return new Assessment(Phase.of(worst.phase()), worst.message());
        }
        if (Boolean.TRUE.equals(experiment.spec().terminate())) {
            return new Assessment(Phase.SUCCESSFUL, "Experiment terminated");
        }
        if (availableAt == null) {
            return new Assessment(Phase.PENDING, null);
        }
        return new Assessment(
                isOver(experiment, analyses, availableAt, now) ? Phase.SUCCESSFUL : Phase.RUNNING,
                null);
    }

    /// The analyses that are required end it, and the duration, whichever comes last.
    private static boolean isOver(
            Experiment experiment,
            List<AnalysisStatus> analyses,
            Instant availableAt,
            Instant now) {
        Instant end = end(experiment, availableAt);
        List<String> required =
                experiment.spec().analyses().stream()
                        .filter(Experiment.Analysis::isRequired)
                        .map(Experiment.Analysis::name)
                        .toList();
        boolean allDone = required.stream().allMatch(name -> isDone(analyses, name));
        if (end == null) {
            return !required.isEmpty() && allDone;
        }
        return allDone && !now.isBefore(end);
    }

    private static boolean isDone(List<AnalysisStatus> analyses, String name) {
        return analyses.stream()
                .anyMatch(each -> each.name().equals(name) && Phase.of(each.phase()).isDone());
    }

    private static @Nullable AnalysisStatus worst(List<AnalysisStatus> analyses) {
        AnalysisStatus worst = null;
        for (AnalysisStatus each : analyses) {
            if (worst == null || Phase.of(each.phase()).compareTo(Phase.of(worst.phase())) > 0) {
                worst = each;
            }
        }
        return worst;
    }

    private static int number(@Nullable Integer count) {
        return Objects.requireNonNullElse(count, 0);
    }
}
