package dev.slipway.proxy;

import dev.slipway.proxy.BackendPlan.Candidate;
import dev.slipway.proxy.ResponseWriter.Persistence;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One copy of a request at a mirror. It has its own time limit; nobody but the figures sees its
/// answer. Copies of requests that must not be repeated get a connection of their own, so that none
/// is lost because an idle one was just being closed; others are sent once more where that happens.
/// Owned by one event loop.
final class MirrorCall implements UpstreamUser {
    private final Worker worker;
    private final MirrorPlan plan;
    private final boolean idempotent;
    private final boolean withoutBody;
    private final TimeLimit limit;
    private final CapturedAnswer answer = new CapturedAnswer();
    private MirrorCounts counts;
    private @Nullable ByteBuf message;
    private @Nullable Upstream upstream;
    private @Nullable UpstreamConnection connection;
    private @Nullable CapturedAnswer real;
    private boolean connecting;
    private boolean reused;
    private boolean answered;
    private boolean realEnded;
    private int status;
    private long beganNanos;

    MirrorCall(Worker worker, MirrorPlan plan, boolean idempotent, boolean withoutBody) {
        this.worker = worker;
        this.plan = plan;
        this.idempotent = idempotent;
        this.withoutBody = withoutBody;
        limit = new TimeLimit(worker.loop(), this::tooSlow);
        counts = counts("");
    }

    private MirrorCounts counts(String revision) {
        return worker.registry()
                .of(new Figures.Key(plan.routeId(), plan.backendId(), revision))
                .mirror();
    }

    void count(int figure) {
        counts.add(figure);
    }

    /// Sends the copy, by the latest table; the buffer is given away.
    void send(ByteBuf whole) {
        message = whole;
        BackendPlan backend = worker.table().backend(plan.backendId());
        long now = worker.now();
        Candidate chosen =
                backend == null
                        ? null
                        : worker.balancer().pick(backend, List.of(), now, Places.NONE);
        if (backend == null || chosen == null) {
            count(MirrorCounts.SENT);
            fail();
            return;
        }
        counts = counts(backend.revisions().get(chosen.revision()).name());
        count(MirrorCounts.SENT);
        beganNanos = now;
        upstream = chosen.upstream();
        upstream.begin();
        limit.begin(plan.timeoutNanos());
        UpstreamPool pool = upstream.pool(worker);
        UpstreamConnection kept = idempotent ? pool.take(now, Long.MAX_VALUE) : null;
        if (kept == null) {
            pool.connect(this);
        } else {
            reused = true;
            write(kept);
        }
    }

    private void write(UpstreamConnection ready) {
        ByteBuf whole = message;
        connecting = false;
        connection = ready;
        ready.begin(this);
        ready.reading(true);
        if (whole != null) {
            ready.write(whole.retainedDuplicate());
            ready.flush();
        }
    }

    /// The real response, or null where it did not come to its end.
    void realAnswer(@Nullable CapturedAnswer whole) {
        real = whole;
        realEnded = true;
        if (answered) {
            compare();
        }
    }

    private void compare() {
        if (real == null) {
            count(MirrorCounts.NOT_COMPARED);
        } else {
            worker.mirrors().judge().compare(real, answer, counts);
        }
    }

    /// The request will not be copied after all.
    void drop(int figure) {
        count(figure);
        release();
    }

    /// The proxy is closing.
    void abort() {
        leave();
        release();
    }

    private void tooSlow() {
        leave();
        fail();
    }

    private void leave() {
        UpstreamConnection left = connection;
        connection = null;
        if (left != null && connecting) {
            left.abandon();
        } else if (left != null) {
            left.close();
        }
    }

    private void fail() {
        count(MirrorCounts.FAILED);
        release();
    }

    private void release() {
        limit.end();
        worker.mirrors().remove(this);
        connection = null;
        if (message != null) {
            message.release();
            message = null;
        }
        if (upstream != null) {
            upstream.end();
            upstream = null;
        }
    }

    @Override
    public void connecting(UpstreamConnection pending) {
        connection = pending;
        connecting = true;
    }

    @Override
    public void connected(UpstreamConnection ready) {
        write(ready);
    }

    @Override
    public void connectFailed(Throwable cause) {
        fail();
    }

    @Override
    public void progress() {
        // The time limit is for all of it.
    }

    @Override
    public void interim(ResponseHead head) {
        // Nobody waits for it.
    }

    @Override
    public void frame(ResponseHead head, BodyFraming framing) {
        status = head.status();
        if (withoutBody || status == 204 || status == 304) {
            framing.none();
        } else if (head.chunked()) {
            framing.chunked();
        } else if (head.contentLength() >= 0) {
            framing.fixed(head.contentLength());
        } else {
            framing.untilClose();
        }
        worker.responseWriter()
                .write(head, HeaderEditPlan.NONE, Persistence.CLOSES, head.chunked());
    }

    @Override
    public boolean unchunks() {
        return false;
    }

    @Override
    public void relay(ByteBuf part) {
        answer.add(part);
        part.release();
    }

    @Override
    public void responseDone(UpstreamConnection done, boolean reusable) {
        long now = worker.now();
        if (reusable) {
            done.pool().release(done, now);
        } else {
            done.close();
        }
        counts.answered(status, now - beganNanos);
        answered = true;
        release();
        if (realEnded) {
            compare();
        }
    }

    @Override
    public void broken(String text) {
        fail();
    }

    @Override
    public void lost(boolean beganResponse) {
        if (reused && !beganResponse && status == 0 && upstream != null) {
            reused = false;
            upstream.pool(worker).connect(this);
        } else {
            fail();
        }
    }

    @Override
    public void switchProtocols(ResponseHead head, UpstreamConnection from, ByteBuf behindHead) {
        from.close();
        fail();
    }

    @Override
    public void writabilityChanged() {
        // All of the request was written at once.
    }

    @Override
    public void flushRelayed() {
        // Nothing is relayed.
    }
}
