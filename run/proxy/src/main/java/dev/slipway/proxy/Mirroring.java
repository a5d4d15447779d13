package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies requests of one exchange to mirrors, one after the other. A copy is collected while the
/// request passes and leaves when all of it is there; whatever happens to it, the request does not
/// wait. Does nothing for requests that are not copied. Owned by one event loop.
final class Mirroring {
    /// Requests with a larger body are not copied.
    static final int BODY_BYTES_MAX = 64 << 10;

    private final Worker worker;
    private List<MirrorCall> calls = List.of();
    private @Nullable CompositeByteBuf message;
    private @Nullable CapturedAnswer answer;
    private int bodyBytes;

    Mirroring(Worker worker) {
        this.worker = worker;
    }

    /// Begins with the head in the worker's buffer; `complete` where no body follows.
    void begin(MirrorPlan[] plans, RequestFacts facts, boolean complete) {
        if (plans.length == 0 || facts.upgrade()) {
            return;
        }
        List<MirrorCall> chosen = choose(plans, facts);
        if (chosen.isEmpty()) {
            return;
        }
        calls = chosen;
        answer = new CapturedAnswer();
        bodyBytes = 0;
        ByteBuf head = worker.allocator().directBuffer(worker.out().length());
        worker.out().copyTo(head);
        message = worker.allocator().compositeDirectBuffer().addComponent(true, head);
        if (complete) {
            send();
        }
    }

    private List<MirrorCall> choose(MirrorPlan[] plans, RequestFacts facts) {
        List<MirrorCall> chosen = new ArrayList<>(plans.length);
        for (MirrorPlan plan : plans) {
            if (!worker.balancer().happens(plan.numerator(), plan.denominator())) {
                continue;
            }
            MirrorCall call = new MirrorCall(worker, plan, facts.idempotent(), facts.head());
            if (worker.mirrors().admit(call)) {
                chosen.add(call);
            } else {
                call.count(MirrorCounts.SKIPPED);
            }
        }
        return chosen;
    }

    /// A part of the body, which stays the caller's; `complete` where it is the last.
    void requestBody(ByteBuf part, boolean complete) {
        CompositeByteBuf collected = message;
        if (collected == null) {
            return;
        }
        bodyBytes += part.readableBytes();
        if (bodyBytes > BODY_BYTES_MAX) {
            drop(MirrorCounts.TOO_LARGE);
            return;
        }
        collected.addComponent(true, part.retainedDuplicate());
        if (complete) {
            send();
        }
    }

    private void send() {
        CompositeByteBuf collected = message;
        if (collected != null) {
            message = null;
            calls.forEach(call -> call.send(collected.retainedDuplicate()));
            collected.release();
        }
    }

    /// A part of the response that the client gets, which stays the caller's.
    void answer(ByteBuf part) {
        if (answer != null) {
            answer.add(part);
        }
    }

    /// The response is over; where it is not `whole`, nobody can compare it.
    void end(boolean whole) {
        CapturedAnswer ended = answer;
        if (ended == null) {
            return;
        }
        drop(MirrorCounts.SKIPPED);
        calls.forEach(call -> call.realAnswer(whole ? ended : null));
        calls = List.of();
        answer = null;
    }

    private void drop(int figure) {
        CompositeByteBuf collected = message;
        if (collected != null) {
            message = null;
            answer = null;
            collected.release();
            calls.forEach(call -> call.drop(figure));
            calls = List.of();
        }
    }
}
