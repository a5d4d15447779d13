package dev.slipway.node;

import dev.slipway.controller.BackOff;
import dev.slipway.model.kinds.Container;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the node remembers of one container of a pod from start to start. The flags are set by
/// probes and stops on their own threads; all else is changed only by whoever works on the pod.
final class ContainerTrack {
    private static final Duration RECHECK = Duration.ofSeconds(2);

    private final Container spec;
    private final ContainerView.Role role;
    private final BackOff restarts;
    private final Duration forgotten;

    private volatile int attempt = -1;
    private volatile ContainerState state = new ContainerState.Absent();
    private ContainerState.@Nullable Exited before;
    private Image image;
    private ContainerView.@Nullable Failure failure;
    private int failures;
    private int crashes;
    private Instant startableAt = Instant.EPOCH;
    private @Nullable ContainerProbes probes;

    private volatile boolean started;
    private volatile boolean ready;
    private volatile boolean unhealthy;
    private volatile boolean stopping;

    ContainerTrack(Container spec, ContainerView.Role role, BackOff restarts, Duration forgotten) {
        this.spec = spec;
        this.role = role;
        this.restarts = restarts;
        this.forgotten = forgotten;
        String reference = spec.image() == null ? "" : spec.image();
        this.image = new Image(reference, reference);
    }

    Container spec() {
        return spec;
    }

    int attempt() {
        return attempt;
    }

    ContainerState state() {
        return state;
    }

    ContainerView view() {
        return new ContainerView(
                spec,
                role,
                attempt,
                state,
                before,
                image,
                new ContainerView.Flags(started, ready, unhealthy, stopping),
                failure,
                startableAt);
    }

    /// It runs as a new attempt, which becomes ready as probes and hooks allow.
    void begun(int newAttempt, Image newImage, ContainerState newState) {
        if (state instanceof ContainerState.Exited exited) {
            before = exited;
        }
        attempt = newAttempt;
        image = newImage;
        state = newState;
        failure = null;
        failures = 0;
        started = false;
        ready = false;
        unhealthy = false;
        stopping = false;
    }

    /// Found as an earlier server left it, with what that one last said of it.
    void adopted(FoundContainer found, boolean wasStarted, boolean wasReady) {
        begun(found.id().attempt(), found.image(), found.state());
        started = wasStarted;
        ready = wasReady;
    }

    /// Takes in the runtime's present word; true if it has just ended.
    boolean observe(ContainerState now) {
        boolean wasRunning = state instanceof ContainerState.Running;
        state = now;
        if (!(now instanceof ContainerState.Exited exited) || !wasRunning) {
            return false;
        }
        started = false;
        ready = false;
        stopping = false;
        Duration ran = Duration.between(exited.startedAt(), exited.finishedAt());
        crashes = ran.compareTo(forgotten) >= 0 ? 1 : crashes + 1;
        Duration delay = crashes == 1 ? Duration.ZERO : restarts.after(crashes - 1);
        startableAt = exited.finishedAt().plus(delay);
        return true;
    }

    /// It could not be started. What only waits for somebody to provide something is tried again
    /// soon, since looking costs nothing. True if people should hear of it (again).
    boolean failed(ContainerException e, Instant now) {
        boolean news = failure == null || !failure.message().equals(e.getMessage());
        failures = news ? 1 : failures + 1;
        boolean waits =
                switch (e.reason()) {
                    case ERR_IMAGE_PULL, CONFIG_ERROR, PORT_TAKEN -> true;
                    case INVALID_IMAGE_NAME, CREATE_ERROR, RUN_ERROR, NOT_RUNNING -> false;
                };
        String word = e.reason().word();
        if (e.reason() == ContainerException.Reason.ERR_IMAGE_PULL && failures > 1) {
            word = "ImagePullBackOff";
        }
        failure = new ContainerView.Failure(word, e.getMessage());
        startableAt = now.plus(waits ? RECHECK : restarts.after(failures));
        return Integer.bitCount(failures) == 1;
    }

    void setStarted(boolean value) {
        started = value;
    }

    void setReady(boolean value) {
        ready = value;
    }

    void setUnhealthy() {
        unhealthy = true;
    }

    void setStopping() {
        stopping = true;
        ready = false;
    }

    synchronized void replaceProbes(@Nullable ContainerProbes replacement) {
        if (probes != null) {
            probes.close();
        }
        probes = replacement;
    }
}
