package dev.slipway.proxy;

import dev.slipway.proxy.BackendPlan.Candidate;
import dev.slipway.proxy.ResponseWriter.Persistence;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request and its response: chooses an endpoint, sends, retries, relays the answer and counts.
/// Each client connection has one and reuses it, because requests of a connection are served one
/// after the other.
///
/// ```
///          begin        connection           final head             last byte
///  IDLE ─────────▶ CONNECTING ──▶ WAITING ─────────────▶ RESPONDING ──────────▶ IDLE
///   ▲  (no route,   │   ▲            │ │                     │
///   │  redirect …)  │   │ another    │ └──101──▶ IDLE        │ lost, too slow
///   │               │   │ endpoint   │          (tunnel)     ▼
///   │               └───┴────────────┘                  client is cut off
///   └── answer of our own ◀── none left, broken, too slow
/// ```
///
/// What was not sent can be sent elsewhere: a failed connect is retried for any method. What was
/// sent is sent again only for idempotent methods, as long as no byte of a response came and the
/// whole request is still at hand. A kept connection that the endpoint closes the moment we use it
/// would lose a POST; so a request that must not be repeated gets a connection that was in use
/// [#FRESH_NANOS] ago at most, or a new one.
///
/// The request's body advances beside these states: [#requestComplete] says whether all of it came.
final class Exchange implements UpstreamUser {
    /// No server closes a connection it has just answered on without saying so, unless it dies.
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int SERVER_ERROR = 500;
    private static final String UNREACHABLE = "unreachable";

    private enum State {
        IDLE,
        CONNECTING,
        WAITING,
        RESPONDING
    }

    private final Worker worker;
    private final ClientConnection client;
    private final RequestCopy request;
    private final RequestFacts facts = new RequestFacts();
    private final Attempt attempt;
    private final TimeLimit requestLimit;
    private final TimeLimit attemptLimit;
    private State state = State.IDLE;
    private @Nullable RoutePlan plan;
    private @Nullable MatchPlan match;
    private final Mirroring mirroring;
    private final Destination destination;
    private final Tally tally;
    private boolean persistent;
    private boolean unchunks;
    private long progressNanos;

    Exchange(Worker worker, ClientConnection client) {
        this.worker = worker;
        this.client = client;
        request = new RequestCopy(worker.allocator());
        tally = new Tally(worker.index(), worker.registry().unrouted());
        attempt = new Attempt(worker);
        destination = new Destination(worker);
        mirroring = new Mirroring(worker);
        requestLimit = new TimeLimit(worker.loop(), this::tooSlow);
        attemptLimit = new TimeLimit(worker.loop(), this::tooSlow);
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    /// Begins with a head that was just scanned, of `length` bytes.
    void begin(RequestHead head, int length) {
        progressNanos = worker.now();
        tally.begin(worker.registry().unrouted(), progressNanos, length);
        facts.read(head);
        RouteTable.Entry entry = client.route(head);
        if (entry == null) {
            answer(Refusal.NO_ROUTE, "no route for this host and path");
            return;
        }
        RoutePlan found = entry.route();
        plan = found;
        match = entry.match();
        tally.series(found.series());
        if (!LocalAnswers.isAnswered(found)) {
            forward(head, found, entry.match().prefixLength(head));
            return;
        }
        tally.status(LocalAnswers.status(found));
        persistent = client.mayContinueAfterAnswer() && facts.keepAlive();
        LocalAnswers local = new LocalAnswers(worker.out(), persistence(), facts.head());
        local.write(head, found, entry.match(), client.requester());
        finishAnswer();
    }

    private void forward(RequestHead head, RoutePlan route, int prefixLength) {
        BackendShare drawn = destination.draw(route, head, client.requester().secure());
        if (drawn == null) {
            answer(Refusal.INVALID_BACKEND, "route " + route.id() + " has no backend");
            return;
        }
        tally.series(drawn.refused());
        if (drawn.plan() == null) {
            answer(
                    Refusal.INVALID_BACKEND,
                    "route " + route.id() + " names unknown service " + drawn.backendId());
            return;
        }
        worker.requestWriter().write(head, drawn.forwarding(), prefixLength, client.requester());
        request.head(worker.out());
        mirroring.begin(drawn.mirrors(), facts, client.isRequestComplete());
        requestLimit.begin(route.requestNanos());
        Candidate chosen = destination.choose(attempt, progressNanos);
        if (chosen == null) {
            answer(Refusal.NO_ENDPOINT, "no ready endpoint for " + service());
        } else {
            attempt(chosen, false);
        }
    }

    /// Sends the request to an endpoint; `anew` on a new connection whatever the pool has.
    private void attempt(Candidate chosen, boolean anew) {
        BackendShare share = destination.share();
        if (share != null) {
            tally.series(share.series(chosen));
        }
        if (plan != null) {
            attemptLimit.begin(plan.backendRequestNanos());
        }
        UpstreamPool pool = chosen.upstream().pool(worker);
        long idleMax = facts.repeatable() ? Long.MAX_VALUE : FRESH_NANOS;
        UpstreamConnection kept = anew ? null : pool.take(progressNanos, idleMax);
        if (kept == null) {
            state = State.CONNECTING;
            pool.connect(this);
        } else {
            send(kept);
        }
    }

    @Override
    public void connecting(UpstreamConnection pending) {
        attempt.connecting(pending);
    }

    @Override
    public void connected(UpstreamConnection ready) {
        progress();
        send(ready);
        client.updateReading();
        ready.flush();
    }

    private void send(UpstreamConnection ready) {
        state = State.WAITING;
        attempt.connected(ready);
        ready.begin(this);
        ready.reading(client.isWritable());
        request.keep(facts.idempotent() && !attempt.isLast());
        request.sendTo(ready);
    }

    @Override
    public void connectFailed(Throwable cause) {
        tally.trouble(Cell.CONNECT_FAILURES);
        attemptLimit.end();
        attempt.fail();
        tally.failed(UNREACHABLE);
        if (!retry(false)) {
            String text = "cannot connect to " + service() + ": " + Reasons.of(cause);
            answer(Refusal.CONNECT_FAILED, text);
            client.flush();
        }
    }

    /// Tries again; false where that is not allowed, or nobody is left.
    private boolean retry(boolean anew) {
        Candidate chosen = attempt.isLast() ? null : destination.chooseAgain(attempt, worker.now());
        if (chosen == null) {
            return false;
        }
        tally.trouble(Cell.RETRIES);
        request.rewind();
        attempt(chosen, anew);
        client.flush();
        return true;
    }

    /// A part of the request's body; the buffer is given away.
    void requestBody(ByteBuf part) {
        tally.received(part.readableBytes());
        progress();
        mirroring.requestBody(part, client.isRequestComplete());
        switch (state) {
            case IDLE -> part.release();
            case CONNECTING -> request.queue(part);
            case WAITING, RESPONDING -> {
                UpstreamConnection open = attempt.connection();
                if (open == null) {
                    part.release();
                } else {
                    request.send(part, open);
                }
            }
        }
    }

    /// Whether more of the request's body can be taken without piling up.
    boolean wantsBody() {
        return switch (state) {
            case IDLE -> true;
            case CONNECTING -> !request.isFull();
            case WAITING, RESPONDING -> {
                UpstreamConnection open = attempt.connection();
                yield open == null || open.isWritable();
            }
        };
    }

    /// The client can, or cannot, take more of the response.
    void clientWritable(boolean writable) {
        UpstreamConnection open = attempt.connection();
        if (open != null) {
            open.reading(writable);
        }
    }

    @Override
    public void progress() {
        progressNanos = worker.now();
    }

    long progressNanos() {
        return progressNanos;
    }

    /// Passes 100 and 103 on, to clients that know them.
    @Override
    public void interim(ResponseHead head) {
        if (!facts.http10()) {
            worker.responseWriter().write(head, HeaderEditPlan.NONE, Persistence.IMPLIED, false);
            writeOut();
        }
    }

    /// Says how the body of a final response is framed, and leaves the head for the client in the
    /// worker's buffer.
    @Override
    public void frame(ResponseHead head, BodyFraming framing) {
        state = State.RESPONDING;
        request.release();
        int status = head.status();
        tally.status(status);
        boolean empty = facts.head() || status == 204 || status == 304;
        unchunks = false;
        boolean untilClose = false;
        if (empty) {
            framing.none();
        } else if (head.chunked()) {
            framing.chunked();
            unchunks = facts.http10();
        } else if (head.contentLength() >= 0) {
            framing.fixed(head.contentLength());
        } else {
            framing.untilClose();
            untilClose = true;
        }
        persistent = client.mayPersist() && facts.keepAlive() && !untilClose && !unchunks;
        boolean chunked = head.chunked() && !facts.http10() && status != 304;
        Forwarding forwarding = destination.forwarding();
        HeaderEditPlan edit = forwarding == null ? HeaderEditPlan.NONE : forwarding.responseEdit();
        worker.responseWriter().write(head, edit, persistence(), chunked, destination.assigned());
    }

    private Persistence persistence() {
        if (!persistent) {
            return Persistence.CLOSES;
        }
        return facts.http10() ? Persistence.SAID : Persistence.IMPLIED;
    }

    /// Whether the response loses its chunk framing on the way, for an HTTP/1.0 client.
    @Override
    public boolean unchunks() {
        return unchunks;
    }

    @Override
    public void relay(ByteBuf part) {
        mirroring.answer(part);
        send(part);
    }

    private void send(ByteBuf part) {
        tally.sent(part.readableBytes());
        client.write(part);
    }

    @Override
    public void responseDone(UpstreamConnection done, boolean reusable) {
        boolean complete = client.isRequestComplete();
        long now = worker.now();
        attempt.end();
        if (reusable && complete) {
            done.pool().release(done, now);
        } else {
            done.close();
        }
        tally.answered(now);
        mirroring.end(true);
        boolean keep = persistent && complete;
        end();
        client.responseFinished(keep);
    }

    /// The backend's answer breaks the rules of HTTP.
    @Override
    public void broken(String text) {
        attempt.end();
        fail(Refusal.BROKEN_RESPONSE, "broken response from " + service() + ": " + text);
    }

    /// The connection ended before the response did.
    @Override
    public void lost(boolean beganResponse) {
        boolean repeatable =
                state == State.WAITING && !beganResponse && request.isWhole() && facts.idempotent();
        boolean wasReused = attempt.isReused();
        attemptLimit.end();
        if (repeatable && !wasReused) {
            attempt.fail();
        } else {
            attempt.end();
        }
        if (!repeatable || !retryLost(wasReused)) {
            String text = " closed the connection before the end of its response";
            fail(Refusal.BROKEN_RESPONSE, service() + text);
        }
    }

    /// A connection that had served before may have been closed by the endpoint as idle; what a new
    /// one loses is the endpoint's fault.
    private boolean retryLost(boolean wasReused) {
        Series lostBy = tally.series();
        boolean retried = retry(wasReused);
        if (retried && !wasReused) {
            lostBy.cell(worker.index()).add(Cell.LOST, 1);
            lostBy.failed(facts.failureName(match, "lost"));
        }
        return retried;
    }

    private void tooSlow() {
        giveUp("took longer than the route allows");
    }

    /// Nothing came from the backend for too long.
    void silent() {
        giveUp("sent nothing for too long");
    }

    private void giveUp(String text) {
        tally.trouble(Cell.TIMEOUTS);
        attempt.drop();
        fail(Refusal.TIMEOUT, service() + " " + text);
        client.flush();
    }

    /// The client has sent what it must not; the request ends.
    void refuse(RefusedException refused) {
        attempt.drop();
        fail(refused.refusal(), refused.text());
    }

    /// The client is gone.
    void clientGone() {
        if (state != State.IDLE) {
            attempt.drop();
            tally.trouble(Cell.ABORTED);
            end();
        }
    }

    /// Answers where no response has begun, else cuts the client off, which is how it learns that
    /// the response is not whole.
    private void fail(Refusal refusal, String text) {
        if (state == State.RESPONDING) {
            tally.trouble(Cell.ABORTED);
            if (refusal.status() >= SERVER_ERROR) {
                cutShort();
            }
            end();
            client.abort();
        } else {
            answer(refusal, text);
        }
    }

    private void cutShort() {
        if (tally.status() < SERVER_ERROR) {
            tally.trouble(Cell.CUT_SHORT);
            tally.failed(facts.failureName(match, "cut-short"));
        }
    }

    private void answer(Refusal refusal, String text) {
        tally.status(refusal.status());
        persistent = client.mayContinueAfterAnswer() && facts.keepAlive();
        new LocalAnswers(worker.out(), persistence(), facts.head()).refuse(refusal, text);
        finishAnswer();
    }

    private void finishAnswer() {
        writeOut();
        tally.answered(worker.now());
        boolean keep = persistent;
        end();
        client.responseFinished(keep);
    }

    private void writeOut() {
        HeadBuffer out = worker.out();
        ByteBuf head = worker.allocator().directBuffer(out.length());
        out.copyTo(head);
        send(head);
    }

    /// Passes an upgrade through: from here on bytes go both ways until both ends have closed.
    @Override
    public void switchProtocols(ResponseHead head, UpstreamConnection from, ByteBuf behindHead) {
        if (!facts.upgrade()) {
            from.close();
            broken("101 without a request to switch protocols");
            return;
        }
        tally.status(head.status());
        worker.responseWriter().write(head, HeaderEditPlan.NONE, Persistence.UPGRADES, false);
        writeOut();
        Runnable release = attempt.handOver();
        tally.answered(worker.now());
        Cell counted = tally.cell();
        end();
        Tunnel.Log log =
                (up, down) -> {
                    counted.add(Cell.RECEIVED, up);
                    counted.add(Cell.SENT, down);
                    release.run();
                };
        client.tunnelTo(from.context(), behindHead, log);
    }

    private void end() {
        mirroring.end(false);
        requestLimit.end();
        attemptLimit.end();
        state = State.IDLE;
        request.release();
        attempt.reset();
        if (tally.status() >= SERVER_ERROR) {
            tally.failed(facts.failureName(match, Integer.toString(tally.status())));
        }
        tally.end();
        plan = null;
        match = null;
        destination.forget();
    }

    @Override
    public void writabilityChanged() {
        client.updateReading();
    }

    @Override
    public void flushRelayed() {
        client.flush();
    }

    /// Sends what is waiting for the endpoint.
    void flush() {
        UpstreamConnection open = attempt.connection();
        if (open != null) {
            open.flush();
        }
    }

    private String service() {
        BackendShare share = destination.share();
        return share == null ? "service" : "service " + share.backendId();
    }
}
