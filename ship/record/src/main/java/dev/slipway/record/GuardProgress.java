package dev.slipway.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.record.Sighting.Planned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far the guard let a version of a Deployment come, as it notes on the ReplicaSet. Immutable.
record GuardProgress(
        @Nullable String phase, int share, int next, long sinceMillis, @Nullable Finding reason) {
    private static final String ANNOTATION = "slipway.dev/guard-progress";
    private static final String SHARES = "slipway.dev/guard-shares";
    private static final List<Integer> USUAL_SHARES = List.of(5, 25, 50);
    private static final int SHARES_MAX = 20;

    /// Why it was refused.
    record Finding(@Nullable String word, @Nullable String sentence) {}

    /// Null where nothing, or nothing that can be read, is noted.
    static @Nullable GuardProgress of(ReplicaSet set) {
        String text = set.metadata().annotations().get(ANNOTATION);
        try {
            return text == null ? null : Json.read(text.getBytes(UTF_8), GuardProgress.class);
        } catch (ApiException _) {
            return null;
        }
    }

    boolean isShifting() {
        return "SHIFTING".equals(phase);
    }

    boolean isRefused() {
        return "REFUSED".equals(phase);
    }

    Instant since() {
        return Instant.ofEpochMilli(sinceMillis);
    }

    String word() {
        return reason == null ? "" : Objects.requireNonNullElse(reason.word(), "");
    }

    String sentence() {
        String sentence = reason == null ? null : reason.sentence();
        return sentence == null ? "The new version was refused" : sentence;
    }

    /// The shares as steps. None for a version that is accepted already: it may have come without
    /// any.
    List<Planned> plan(ObjectMeta deployment, @Nullable ObjectMeta namespace) {
        if (!isShifting() && !isRefused() && !"WATCHED".equals(phase)) {
            return List.of();
        }
        String own = deployment.annotations().get(SHARES);
        String inherited = namespace == null ? null : namespace.annotations().get(SHARES);
        List<Planned> plan = new ArrayList<>();
        for (int share : shares(own == null ? inherited : own)) {
            plan.add(new Planned("share: " + share, share));
        }
        plan.add(new Planned("share: 100", 100));
        return plan;
    }

    /// How many of the steps are done.
    int step(List<Planned> plan) {
        if (!isShifting() && !isRefused()) {
            return plan.size();
        }
        return (int) plan.stream().filter(step -> step.weight() < Math.min(next, 100)).count();
    }

    /// What cannot be read counts as not being there, as for the guard.
    private static List<Integer> shares(@Nullable String text) {
        if (text == null) {
            return USUAL_SHARES;
        }
        List<Integer> shares = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            String share = each.strip();
            if (!share.matches("[0-9]{1,3}") || shares.size() == SHARES_MAX) {
                return USUAL_SHARES;
            }
            int number = Integer.parseInt(share);
            if (number <= (shares.isEmpty() ? 0 : shares.getLast()) || number > 100) {
                return USUAL_SHARES;
            }
            if (number < 100) {
                shares.add(number);
            }
        }
        return shares;
    }
}
