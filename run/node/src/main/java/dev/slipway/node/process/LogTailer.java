package dev.slipway.node.process;

import dev.slipway.controller.Time;
import dev.slipway.node.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at the output of all running containers every so often: notes when it was written, and
/// rotates it. Thread-safe.
final class LogTailer {
    private static final System.Logger LOGGER = System.getLogger(LogTailer.class.getName());

    private final Map<ContainerId, LogFile> logs = new ConcurrentHashMap<>();
    private final Time time;
    private final Duration interval;
    private final FrontCutter cutter;
    private volatile boolean closed;

    LogTailer(Time time, Duration interval, FrontCutter cutter) {
        this.time = time;
        this.interval = interval;
        this.cutter = cutter;
    }

    void start() {
        time.schedule(interval, () -> Thread.ofVirtual().name("pod-logs").start(this::tick));
    }

    /// Looks at this container's output from now on. What is there already was written when the
    /// file was last changed.
    void add(ContainerFolder folder) throws IOException {
        LogFile log = new LogFile(folder.path(), cutter);
        if (Files.exists(folder.log())) {
            log.look(Files.getLastModifiedTime(folder.log()).toInstant());
        }
        logs.put(folder.id(), log);
    }

    /// The container is over: a last look.
    void remove(ContainerId id) {
        LogFile log = logs.remove(id);
        if (log != null) {
            look(id, log);
        }
    }

    boolean watches(ContainerId id) {
        return logs.containsKey(id);
    }

    LogFile open(ContainerFolder folder) throws IOException {
        LogFile live = logs.get(folder.id());
        return live != null ? live : new LogFile(folder.path(), cutter);
    }

    void close() {
        closed = true;
        logs.forEach(this::look);
    }

    private void tick() {
        if (closed) {
            return;
        }
        logs.forEach(this::look);
        start();
    }

    private void look(ContainerId id, LogFile log) {
        try {
            log.look(time.now());
        } catch (IOException e) {
            // Its folder is being removed, or the disk is full; the next look tries again.
            LOGGER.log(System.Logger.Level.DEBUG, "Cannot look at the output container=" + id, e);
        }
    }
}
