package dev.slipway.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// What one version did in the last ten minutes in which it was counted, by minutes. For one
/// thread.
final class Past {
    static final Duration LENGTH = Duration.ofMinutes(10);

    private static final Duration PART = Duration.ofMinutes(1);

    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(Instant begin, TrafficFigures figures) {}

    void add(Instant when, TrafficFigures did) {
        if (did.requests() == 0) {
            return;
        }
        Part last = parts.peekLast();
        if (last == null || last.begin().plus(PART).isBefore(when)) {
            parts.addLast(new Part(when, did));
        } else {
            parts.removeLast();
            parts.addLast(new Part(last.begin(), last.figures().plus(did)));
        }
        while (parts.getFirst().begin().plus(LENGTH).isBefore(when)) {
            parts.removeFirst();
        }
    }

    TrafficFigures sum() {
        TrafficFigures sum = TrafficFigures.NONE;
        for (Part part : parts) {
            sum = sum.plus(part.figures());
        }
        return sum;
    }
}
