package dev.slipway.terraform.engine;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is calculated when it is first asked for, and then stays; whoever asks meanwhile
/// waits. Circles must be excluded beforehand ([dev.slipway.terraform.config.ReferenceGraph]); one
/// that runs through a single line of calculations is still noticed. Thread-safe.
final class Memo<T> {
    /// Calculations deeper than this go on in a thread of their own, which has a stack of its own.
    private static final int DEPTH_MAX = 40;

    private static final ScopedValue<Line> CURRENT = ScopedValue.newInstance();

    private final String name;
    private final Supplier<T> calculation;
    private @Nullable T value;
    private @Nullable RuntimeException failure;
    private boolean begun;
    private boolean done;

    /// `name` is what people are told should it need itself.
    Memo(String name, Supplier<T> calculation) {
        this.name = requireNonNull(name, "name");
        this.calculation = requireNonNull(calculation, "calculation");
    }

    /// The calculations that are under way, each of which needs the next.
    private record Line(Memo<?> memo, @Nullable Line above, int depth) {
        boolean contains(Memo<?> wanted) {
            for (Line at = this; at != null; at = at.above) {
                if (at.memo == wanted) {
                    return true;
                }
            }
            return false;
        }
    }

    T get() {
        Line above = CURRENT.isBound() ? CURRENT.get() : null;
        synchronized (this) {
            if (done) {
                return result();
            }
            if (begun) {
                if (above != null && above.contains(this)) {
                    throw new IllegalStateException(name + " needs itself");
                }
                awaitDone();
                return result();
            }
            begun = true;
        }
        Line line = new Line(this, above, above == null ? 0 : above.depth + 1);
        if (line.depth > 0 && line.depth % DEPTH_MAX == 0) {
            awaitEnd(Thread.ofVirtual().start(() -> calculate(line)));
        } else {
            calculate(line);
        }
        synchronized (this) {
            return result();
        }
    }

    private void calculate(Line line) {
        T found = null;
        RuntimeException problem = null;
        try {
            found = ScopedValue.where(CURRENT, line).call(calculation::get);
        } catch (RuntimeException e) {
            problem = e;
        } finally {
            synchronized (this) {
                value = found;
                failure = problem;
                done = true;
                notifyAll();
            }
        }
    }

    private void awaitDone() {
        boolean interrupted = false;
        while (!done) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private T result() {
        if (failure != null) {
            throw failure;
        }
        if (value == null) {
            throw new IllegalStateException(name + " could not be calculated");
        }
        return value;
    }
}
