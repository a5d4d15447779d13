package dev.slipway.alert.check;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Ends processes with all that they started, which the JDK has no call for. Stateless.
final class ProcessGroups {
    private static final int SIGKILL = 9;
    private static final MethodHandle KILL = kill();

    private ProcessGroups() {}

    @SuppressWarnings("restricted")
    private static MethodHandle kill() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /// The group that this process leads, if it leads one; its descendants and itself in any case.
    static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        long leader = process.pid();
        if (leader > 1 && leader <= Integer.MAX_VALUE) {
            try {
                int _ = (int) KILL.invokeExact((int) -leader, SIGKILL);
            } catch (Throwable e) {
                throw new IllegalStateException("kill(2) cannot be called", e);
            }
        }
        process.destroyForcibly();
    }
}
