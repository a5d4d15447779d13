package dev.slipway.cli.stack;

import dev.slipway.terraform.engine.Cancellation;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Makes Ctrl-C end a run in good order: once, nothing new is begun; twice, the process ends at
/// once, which loses nothing that was completed.
///
/// `sun.misc.Signal` is the JDK's only way to be told of a second signal; the compiler's warning of
/// it cannot be silenced, so it is called by reflection. Where it is missing, Ctrl-C ends the
/// process.
final class Interrupts implements AutoCloseable {
    private static final int INTERRUPTED = 130;

    private final @Nullable Object before;

    private Interrupts(@Nullable Object before) {
        this.before = before;
    }

    static Interrupts of(Cancellation cancellation, PrintStream err) {
        return new Interrupts(handle(() -> interrupt(cancellation, err)));
    }

    private static void interrupt(Cancellation cancellation, PrintStream err) {
        if (cancellation.isAsked()) {
            Runtime.getRuntime().halt(INTERRUPTED);
        }
        err.println(
                "\nEnding: what is under way is completed, nothing new is begun. Once more ends at"
                        + " once.");
        err.flush();
        cancellation.ask();
    }

    /// What handled the signal before; null if that cannot be told.
    private static @Nullable Object handle(Runnable reaction) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            Interrupts.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            reaction.run();
                                            yield null;
                                        }
                                        case "hashCode" -> System.identityHashCode(self);
                                        case "equals" -> false;
                                        default -> "interrupts of a run";
                                    });
            return install(proxy);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static @Nullable Object install(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        Object interrupt = signal.getConstructor(String.class).newInstance("INT");
        return signal.getMethod("handle", signal, type).invoke(null, interrupt, handler);
    }

    @Override
    public void close() {
        if (before == null) {
            return;
        }
        try {
            install(before);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The handler before cannot be put back", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("What was there is there no more", e);
        }
    }
}
