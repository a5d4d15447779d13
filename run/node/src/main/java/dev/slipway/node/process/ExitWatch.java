package dev.slipway.node.process;

import dev.slipway.node.ContainerId;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hears of the `exit` files of containers as they appear. It may miss one (the kernel's limits on
/// watches), so the runtime also looks by itself now and then. Thread-safe.
final class ExitWatch {
    private static final System.Logger LOGGER = System.getLogger(ExitWatch.class.getName());

    private final Map<WatchKey, ContainerId> watched = new ConcurrentHashMap<>();
    private final Consumer<ContainerId> listener;
    private @Nullable WatchService service;
    private @Nullable Thread thread;

    ExitWatch(Consumer<ContainerId> listener) {
        this.listener = listener;
    }

    synchronized void start() {
        try {
            WatchService opened = FileSystems.getDefault().newWatchService();
            service = opened;
            thread = Thread.ofVirtual().name("pod-exits").start(() -> loop(opened));
        } catch (IOException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "Ends of containers are noticed with a delay: no watch can be opened",
                    e);
        }
    }

    synchronized void add(ContainerId id, Path folder) {
        if (service == null) {
            return;
        }
        try {
            watched.put(folder.register(service, StandardWatchEventKinds.ENTRY_CREATE), id);
        } catch (IOException | ClosedWatchServiceException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "Cannot watch container=" + id, e);
        }
    }

    synchronized void close() {
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.DEBUG, "Cannot close the watch", e);
            }
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void loop(WatchService opened) {
        try {
            while (true) {
                WatchKey key = opened.take();
                ContainerId id = watched.get(key);
                boolean over = false;
                for (WatchEvent<?> event : key.pollEvents()) {
                    over |= event.context() == null || event.context().toString().equals("exit");
                }
                if (over || !key.reset()) {
                    key.cancel();
                    watched.remove(key);
                    if (id != null) {
                        listener.accept(id);
                    }
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException _) {
            // Closed; nothing is left to hear.
        }
    }
}
