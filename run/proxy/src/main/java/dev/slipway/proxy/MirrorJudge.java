package dev.slipway.proxy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Compares mirrored answers with the real ones on a thread of its own, so that event loops have
/// nothing to do with it. What comes faster than it can compare is counted as not compared. Safe
/// for use by many threads.
final class MirrorJudge implements AutoCloseable {
    private static final int WAITING_MAX = 256;

    private record Pair(CapturedAnswer real, CapturedAnswer mirrored, MirrorCounts counts) {}

    private final BlockingQueue<Pair> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread;

    MirrorJudge() {
        thread = Thread.ofVirtual().name("slipway-mirror-judge").start(this::run);
    }

    void compare(CapturedAnswer real, CapturedAnswer mirrored, MirrorCounts counts) {
        if (!waiting.offer(new Pair(real, mirrored, counts))) {
            counts.add(MirrorCounts.NOT_COMPARED);
        }
    }

    private void run() {
        AnswerComparison comparison = new AnswerComparison();
        try {
            while (true) {
                Pair pair = waiting.take();
                pair.counts().add(figure(comparison, pair));
            }
        } catch (InterruptedException _) {
            // The proxy has closed.
        }
    }

    private static int figure(AnswerComparison comparison, Pair pair) {
        AnswerComparison.Outcome outcome = comparison.compare(pair.real(), pair.mirrored());
        if (outcome == null) {
            return MirrorCounts.NOT_COMPARED;
        }
        return switch (outcome) {
            case OTHER_STATUS -> MirrorCounts.OTHER_STATUS;
            case OTHER_SHAPE -> MirrorCounts.OTHER_SHAPE;
            case SAME -> MirrorCounts.SAME;
        };
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
