package dev.slipway.cli.stack;

import dev.slipway.terraform.engine.Cancellation;
import java.io.PrintStream;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Makes Ctrl-C end a run in good order: once, nothing new is begun; twice, the process ends at
/// once, which loses nothing that was completed.
final class Interrupts implements AutoCloseable {
    private static final int INTERRUPTED = 130;
    private static final Signal SIGNAL = new Signal("INT");

    private final SignalHandler before;

    private Interrupts(SignalHandler before) {
        this.before = before;
    }

    static Interrupts of(Cancellation cancellation, PrintStream err) {
        return new Interrupts(
                Signal.handle(
                        SIGNAL,
                        _ -> {
                            if (cancellation.isAsked()) {
                                Runtime.getRuntime().halt(INTERRUPTED);
                            }
                            err.println(
                                    "\nEnding: what is under way is completed, nothing new is"
                                            + " begun. Once more ends at once.");
                            err.flush();
                            cancellation.ask();
                        }));
    }

    @Override
    public void close() {
        Signal.handle(SIGNAL, before);
    }
}
