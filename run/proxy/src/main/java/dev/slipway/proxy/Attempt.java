package dev.slipway.proxy;

import dev.slipway.proxy.BackendPlan.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The endpoint that a request is being tried at, the connection to it, and what was tried before.
/// An endpoint counts as busy with the request from the moment it is chosen until the attempt ends,
/// however it ends.
final class Attempt {
    private final Worker worker;
    private final List<Upstream> failed = new ArrayList<>(0);
    private @Nullable Candidate candidate;
    private @Nullable UpstreamConnection connection;
    private boolean connecting;
    private boolean reused;
    private int count;

    Attempt(Worker worker) {
        this.worker = worker;
    }

    /// Forgets everything, for the next request.
    void reset() {
        failed.clear();
        count = 0;
    }

    /// Chooses an endpoint for the next attempt; null where none is left.
    @Nullable Candidate choose(BackendPlan backend, long now, long place) {
        Candidate chosen = worker.balancer().pick(backend, failed, now, place);
        if (chosen != null) {
            count++;
            candidate = chosen;
            chosen.upstream().begin();
        }
        return chosen;
    }

    boolean isLast() {
        return count >= worker.config().upstreams().attemptsMax();
    }

    boolean anyFailed() {
        return !failed.isEmpty();
    }

    /// A connection is being made.
    void connecting(UpstreamConnection pending) {
        connection = pending;
        connecting = true;
        reused = false;
    }

    /// A connection is there: the one that was being made, or one that was kept.
    void connected(UpstreamConnection ready) {
        connection = ready;
        reused = !connecting;
        connecting = false;
    }

    /// The connection if it can be used.
    @Nullable UpstreamConnection connection() {
        return connecting ? null : connection;
    }

    /// Whether the connection had served another request before.
    boolean isReused() {
        return reused;
    }

    /// The attempt is over; its connection lives on or is closed by others.
    void end() {
        connection = null;
        connecting = false;
        Candidate ended = candidate;
        candidate = null;
        if (ended != null) {
            ended.upstream().end();
        }
    }

    /// The attempt is over because of the endpoint: it is not tried again for this request, and
    /// avoided by others.
    void fail() {
        Candidate blamed = candidate;
        end();
        if (blamed != null) {
            long avoid = worker.config().upstreams().avoid().toNanos();
            blamed.upstream().avoidUntil(worker.now() + avoid);
            failed.add(blamed.upstream());
        }
    }

    /// The attempt is given up. A connection that is being made goes to the pool when it is there.
    void drop() {
        UpstreamConnection dropped = connection;
        boolean wasConnecting = connecting;
        end();
        if (dropped != null && wasConnecting) {
            dropped.abandon();
        } else if (dropped != null) {
            dropped.close();
        }
    }

    /// Leaves the endpoint busy for a tunnel, which must call what is returned when it ends.
    Runnable handOver() {
        Candidate held = candidate;
        candidate = null;
        end();
        return held == null ? () -> {} : held.upstream()::end;
    }
}
