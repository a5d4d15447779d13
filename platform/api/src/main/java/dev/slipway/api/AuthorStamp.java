package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Notes on workloads who gave them the template they have, and who last interfered with its
/// release, and on Stacks who approved a plan, as annotations that nobody can write. What
/// components of the server write besides a template is not noted; a template that a component
/// changes bears the component's name, so that no person answers for it. Thread-safe.
public final class AuthorStamp implements Admission {
    /// The user whose write changed the template (of a Release: the `spec`).
    public static final String CHANGED_BY = "slipway.dev/changed-by";

    /// When that was.
    public static final String CHANGED_AT = "slipway.dev/changed-at";

    /// `ACTION TIME USER`: who last interfered.
    public static final String STEERED_BY = "slipway.dev/steered-by";

    /// The user who approved a Stack's plan.
    public static final String APPROVED_BY = "slipway.dev/approved-by";

    private static final String APPROVE = "slipway.dev/approve";
    private static final Set<String> TEMPLATED = Set.of("Deployment", "Rollout");
    private static final Set<String> GROUPS = Set.of("apps", "argoproj.io", "slipway.dev");
    private static final List<String> OWN =
            List.of(CHANGED_BY, CHANGED_AT, STEERED_BY, APPROVED_BY);

    private final InstantSource clock;

    public AuthorStamp(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode object = request.object();
        String kind = request.target().kind().type().kind();
        boolean templated = TEMPLATED.contains(kind);
        if (object == null || !stamps(request, kind, templated)) {
            return;
        }
        ObjectNode before = request.before();
        restore(object, before);
        String subject = request.caller().name();
        if (kind.equals("Stack")) {
            noteApproval(object, before, subject);
            return;
        }
        if (before == null || changesVersion(object, before, templated)) {
            annotate(object, CHANGED_BY, subject);
            annotate(object, CHANGED_AT, now());
        }
        String action = before == null ? null : action(object, before);
        if (action != null && isPerson(request.caller())) {
            annotate(object, STEERED_BY, action + " " + now() + " " + subject);
        }
    }

    private static boolean stamps(AdmissionRequest request, String kind, boolean templated) {
        String group = request.target().kind().type().group();
        return GROUPS.contains(group)
                && (templated || kind.equals("Release") || kind.equals("Stack"));
    }

    /// An approval is of one plan: who approves another writes anew.
    private static void noteApproval(
            ObjectNode object, @Nullable ObjectNode before, String subject) {
        JsonNode approved = approval(object);
        if (approved.isTextual() && (before == null || !approved.equals(approval(before)))) {
            annotate(object, APPROVED_BY, subject);
        }
    }

    private static JsonNode approval(ObjectNode object) {
        return object.path("metadata").path("annotations").path(APPROVE);
    }

    /// Components of the server are no people; what comes through a service account is, to this
    /// end, whoever uses it.
    private static boolean isPerson(Caller caller) {
        return !caller.name().startsWith("system:controller:")
                && !caller.name().equals(Caller.server().name());
    }

    private static void restore(ObjectNode object, @Nullable ObjectNode before) {
        JsonNode known = before == null ? null : before.at("/metadata/annotations");
        for (String name : OWN) {
            if (known != null && known.path(name).isTextual()) {
                annotate(object, name, known.path(name).textValue());
            } else if (object.at("/metadata/annotations") instanceof ObjectNode annotations) {
                annotations.remove(name);
            }
        }
    }

    private static boolean changesVersion(ObjectNode object, ObjectNode before, boolean templated) {
        if (!templated) {
            return !object.path("spec").equals(before.path("spec"));
        }
        return !object.at("/spec/template").equals(before.at("/spec/template"))
                || !object.at("/spec/workloadRef").equals(before.at("/spec/workloadRef"));
    }

    /// What the write does to a release under way, or null.
    private static @Nullable String action(ObjectNode object, ObjectNode before) {
        boolean abort = object.at("/status/abort").asBoolean(false);
        if (abort != before.at("/status/abort").asBoolean(false)) {
            return abort ? "abort" : "retry";
        }
        boolean full = object.at("/status/promoteFull").asBoolean(false);
        if (full && !before.at("/status/promoteFull").asBoolean(false)) {
            return "promoteFull";
        }
        boolean resumed =
                object.at("/status/pauseConditions").isEmpty()
                        && !before.at("/status/pauseConditions").isEmpty();
        JsonNode step = object.at("/status/currentStepIndex");
        if (resumed || !step.equals(before.at("/status/currentStepIndex"))) {
            return "promote";
        }
        boolean paused = object.at("/spec/paused").asBoolean(false);
        if (paused != before.at("/spec/paused").asBoolean(false)) {
            return paused ? "pause" : "resume";
        }
        return null;
    }

    private String now() {
        return DateTimeFormatter.ISO_INSTANT.format(
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    private static void annotate(ObjectNode object, String name, String value) {
        Trees.object(Trees.object(object, "metadata"), "annotations").put(name, value);
    }
}
