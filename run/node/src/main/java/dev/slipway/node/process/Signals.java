package dev.slipway.node.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/// Sends signals by the C library's `kill`: the JDK can neither signal a process group nor send
/// anything but SIGTERM and SIGKILL. Thread-safe.
final class Signals {
    static final int KILL = 9;
    static final int TERM = 15;

    /// The numbers that are the same on every Unix, and the two that images ask for besides.
    private static final Map<String, Integer> NUMBERS =
            Map.of(
                    "HUP", 1, "INT", 2, "QUIT", 3, "KILL", KILL, "TERM", TERM, "USR1", 10, "USR2",
                    12, "WINCH", 28);

    private final MethodHandle kill;

    @SuppressWarnings("restricted")
    Signals() {
        Linker linker = Linker.nativeLinker();
        this.kill =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("kill"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /// The number for `SIGQUIT`, `QUIT` or `3`; SIGTERM for what is not known.
    static int number(String name) {
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        if (!bare.isEmpty() && bare.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(bare);
        }
        return NUMBERS.getOrDefault(bare, TERM);
    }

    /// True if the signal was sent; false if there is no such process or it is not ours.
    boolean send(long pid, int signal) {
        if (pid <= 1) {
            throw new IllegalArgumentException("pid: " + pid + " (expected: above 1)");
        }
        return call((int) pid, signal);
    }

    /// To every process of the group.
    boolean sendToGroup(long group, int signal) {
        if (group <= 1) {
            throw new IllegalArgumentException("group: " + group + " (expected: above 1)");
        }
        return call((int) -group, signal);
    }

    private boolean call(int target, int signal) {
        try {
            return (int) kill.invokeExact(target, signal) == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot call kill(2)", e);
        }
    }
}
