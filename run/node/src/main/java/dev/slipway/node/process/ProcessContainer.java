package dev.slipway.node.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Time;
import dev.slipway.model.Json;
import dev.slipway.node.AtomicFiles;
import dev.slipway.node.ContainerException;
import dev.slipway.node.ContainerException.Reason;
import dev.slipway.node.ContainerState;
import dev.slipway.node.ContainerUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One container as its folder and the process table tell of it: nothing about it is known only to
/// this object, so one made by another server from the same folder is as good. Thread-safe.
///
/// ```
///            pid          exit, or both processes gone       nothing left running
///  launched ─────► running ─────────────────────────► over ─────────────────────► outcome
/// ```
final class ProcessContainer {
    /// What is told about one whose end nobody saw, as Kubernetes tells it.
    private static final int UNKNOWN_CODE = 137;

    /// A supervisor that has begun says who it is within this time.
    static final Duration START_MAX = Duration.ofSeconds(10);

    private static final long KILL_MILLIS_MAX = 10_000;
    private static final long EXIT_FILE_MILLIS_MAX = 5_000;

    private final ContainerFolder folder;
    private final LaunchRecord launched;
    private final Host host;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Outcome outcome;

    ProcessContainer(ContainerFolder folder, LaunchRecord launched, Host host) {
        this.folder = folder;
        this.launched = launched;
        this.host = host;
    }

    /// What all containers share: the machine.
    record Host(ProcessTable processes, Signals signals, Cgroups cgroups, Time time) {}

    /// How it ended, as `outcome` keeps it.
    record Outcome(int exitCode, String reason, long startedMillis, long finishedMillis) {
        ContainerState state() {
            return new ContainerState.Exited(
                    exitCode,
                    reason,
                    Instant.ofEpochMilli(startedMillis),
                    Instant.ofEpochMilli(finishedMillis));
        }
    }

    ContainerFolder folder() {
        return folder;
    }

    LaunchRecord launched() {
        return launched;
    }

    ContainerState state() {
        lock.lock();
        try {
            Outcome known = readOutcome();
            if (known != null) {
                return known.state();
            }
            String code = AtomicFiles.readIfPresent(folder.exitFile());
            if (code != null) {
                Instant finished = folder.modified(folder.exitFile());
                return finish(
                        Integer.parseInt(code.strip()),
                        null,
                        finished != null ? finished : host.time().now());
            }
            return unfinished();
        } finally {
            lock.unlock();
        }
    }

    /// To every process of the container's first group, and to those of its session that left it.
    void signal(int signal) {
        ProcessTable.Identity main = folder.main();
        if (main == null || !host.processes().alive(main)) {
            return;
        }
        host.signals().sendToGroup(main.pid(), signal);
        for (ProcessTable.Entry entry : host.processes().all()) {
            if (entry.session() == main.pid() && entry.group() != main.pid()) {
                host.signals().send(entry.pid(), signal);
            }
        }
    }

    /// Ends every process; returns when the end is written down.
    void kill() {
        if (isOver()) {
            return;
        }
        killProcesses();
        long deadline = host.time().nanos() + EXIT_FILE_MILLIS_MAX * 1_000_000;
        while (state() instanceof ContainerState.Running) {
            if (host.time().nanos() > deadline) {
                throw new ContainerException(
                        Reason.NOT_RUNNING,
                        "The supervisor of "
                                + folder.id()
                                + " lives but does not report the end"
                                + " of its container; is the disk full? ("
                                + folder.path()
                                + ")");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Its end was written down, which happens only when nothing is left.
    private boolean isOver() {
        lock.lock();
        try {
            return readOutcome() != null;
        } finally {
            lock.unlock();
        }
    }

    ContainerUsage usage() {
        ContainerUsage counted = host.cgroups().usage(launched.group());
        if (counted != null) {
            return counted;
        }
        ProcessTable.Identity main = folder.main();
        if (main == null) {
            return ContainerUsage.ZERO;
        }
        long ticks = 0;
        long pages = 0;
        int processes = 0;
        for (ProcessTable.Entry entry : host.processes().all()) {
            if (entry.session() == main.pid()) {
                ticks += entry.cpuTicks();
                pages += entry.residentPages();
                processes++;
            }
        }
        return new ContainerUsage(
                ProcessTable.cpuTime(ticks), ProcessTable.memoryBytes(pages), processes);
    }

    /// Waits until the container's first process is known; false if the supervisor gave up.
    boolean awaitStart(Process supervisor, Duration timeout) {
        long deadline = host.time().nanos() + timeout.toNanos();
        while (folder.main() == null) {
            if (!supervisor.isAlive() || host.time().nanos() > deadline) {
                return folder.main() != null;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    /// The variable by which its processes can be told from others.
    String mark() {
        return "SLIPWAY_CONTAINER=" + folder.id();
    }

    @GuardedBy("lock")
    private ContainerState unfinished() {
        ProcessTable.Identity main = folder.main();
        ProcessTable.Identity supervisor = folder.supervisor();
        if (main != null && host.processes().alive(main)) {
            return new ContainerState.Running(main.pid(), folder.startedAt());
        }
        if (supervisor != null && host.processes().alive(supervisor)) {
            // About to start its program, or to write down its end.
            return new ContainerState.Running(supervisor.pid(), folder.startedAt());
        }
        if (supervisor == null && folder.claim()) {
            return finish(UNKNOWN_CODE, "ContainerCannotRun", host.time().now());
        }
        if (Files.exists(folder.exitFile())) {
            // Written between our two looks.
            return state();
        }
        Instant claimed = folder.modified(folder.path().resolve("claim"));
        if (supervisor == null
                && claimed != null
                && host.time().now().isBefore(claimed.plus(START_MAX))) {
            return new ContainerState.Running(0, folder.startedAt());
        }
        return finish(UNKNOWN_CODE, "ContainerStatusUnknown", host.time().now());
    }

    /// Makes sure that nothing is left, and writes down how it ended.
    @GuardedBy("lock")
    private ContainerState finish(int code, @Nullable String reason, Instant finished) {
        killProcesses();
        String why = reason;
        if (code != 0 && host.cgroups().outOfMemory(launched.group())) {
            why = "OOMKilled";
        }
        if (why == null) {
            why = code == 0 ? "Completed" : "Error";
        }
        Outcome found =
                new Outcome(code, why, folder.startedAt().toEpochMilli(), finished.toEpochMilli());
        try {
            AtomicFiles.write(folder.outcomeFile(), Json.bytes(found));
        } catch (IOException _) {
            // The disk is full: it is found out again next time.
        }
        host.cgroups().remove(launched.group());
        outcome = found;
        return found.state();
    }

    /// While the first process lives its whole session is known to belong to it; afterwards only
    /// what is in its control groups or carries its mark, since ids are given to others.
    private void killProcesses() {
        ProcessTable.Identity main = folder.main();
        long deadline = host.time().nanos() + KILL_MILLIS_MAX * 1_000_000;
        while (true) {
            Set<Long> members = members(main);
            if (members.isEmpty()) {
                return;
            }
            if (main != null && host.processes().alive(main)) {
                host.signals().sendToGroup(main.pid(), Signals.KILL);
            }
            members.forEach(pid -> host.signals().send(pid, Signals.KILL));
            if (host.time().nanos() > deadline) {
                throw new ContainerException(
                        Reason.NOT_RUNNING,
                        "Processes "
                                + members
                                + " of "
                                + folder.id()
                                + " do not die; perhaps they wait for a broken disk.");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Set<Long> members(ProcessTable.@Nullable Identity main) {
        Set<Long> members = new HashSet<>();
        for (long pid : host.cgroups().processes(launched.group())) {
            ProcessTable.Entry entry = host.processes().read(pid);
            if (entry != null && entry.alive()) {
                members.add(pid);
            }
        }
        if (host.cgroups().tracks(launched.group())) {
            return members;
        }
        boolean mainLives = main != null && host.processes().alive(main);
        for (ProcessTable.Entry entry : host.processes().all()) {
            boolean inSession = mainLives && main != null && entry.session() == main.pid();
            if (inSession || host.processes().startedWith(entry.pid(), mark())) {
                members.add(entry.pid());
            }
        }
        if (mainLives && main != null) {
            members.add(main.pid());
        }
        members.remove(ProcessHandle.current().pid());
        return members;
    }

    @GuardedBy("lock")
    private @Nullable Outcome readOutcome() {
        if (outcome == null) {
            try {
                if (Files.exists(folder.outcomeFile())) {
                    byte[] json = Files.readAllBytes(folder.outcomeFile());
                    outcome = Json.convert(Json.parseObject(json), Outcome.class);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return outcome;
    }
}
