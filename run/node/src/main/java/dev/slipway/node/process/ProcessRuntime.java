package dev.slipway.node.process;

import dev.slipway.controller.Component;
import dev.slipway.controller.Time;
import dev.slipway.node.AtomicFiles;
import dev.slipway.node.ContainerException;
import dev.slipway.node.ContainerException.Reason;
import dev.slipway.node.ContainerId;
import dev.slipway.node.ContainerRuntime;
import dev.slipway.node.ContainerSpec;
import dev.slipway.node.ContainerState;
import dev.slipway.node.ContainerUsage;
import dev.slipway.node.ExecOutcome;
import dev.slipway.node.FoundContainer;
import dev.slipway.node.Image;
import dev.slipway.node.LogSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Containers as processes of this machine. Each is kept by a small shell process in a session of
/// its own, which owns its output and writes down its end; everything there is to know is in files
/// under the pods' folder, so that the server may be killed at any moment and the next one finds
/// all containers again. Thread-safe.
public final class ProcessRuntime implements ContainerRuntime, Component {
    private static final System.Logger LOGGER = System.getLogger(ProcessRuntime.class.getName());
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(2);

    private final Path pods;
    private final Images images;
    private final Time time;
    private final Map<ContainerId, ProcessContainer> containers = new ConcurrentHashMap<>();
    private final List<Consumer<ContainerId>> listeners = new CopyOnWriteArrayList<>();
    private final ProcessContainer.Host host;
    private final Launcher launcher;
    private final LogTailer logs;
    private final ExitWatch exits;
    private volatile boolean closed;

    /// Keeps its pods under `config.pods()`. Throws `IllegalStateException` if this system lacks
    /// what supervisors need.
    public ProcessRuntime(ProcessRuntimeConfig config, Images images, Time time) {
        HostPrograms programs = HostPrograms.find();
        this.pods = config.pods().toAbsolutePath();
        this.images = images;
        this.time = time;
        Cgroups cgroups =
                new Cgroups(
                        config.limits()
                                ? CgroupTrees.detect(treeName(pods), programs.shell())
                                : CgroupTrees.none("they are switched off"));
        this.host = new ProcessContainer.Host(new ProcessTable(), new Signals(), cgroups, time);
        this.launcher = new Launcher(pods, programs, images, host);
        this.logs =
                new LogTailer(time, config.logInterval(), new FrontCutter(programs.fallocate()));
        this.exits = new ExitWatch(this::ended);
    }

    /// Finds the containers of an earlier server and looks after them.
    @Override
    public void start() {
        exits.start();
        for (Path pod : ContainerFolder.children(pods)) {
            for (ContainerFolder folder : ContainerFolder.under(pod)) {
                adopt(folder);
            }
        }
        host.cgroups()
                .removeOthers(
                        containers.values().stream()
                                .map(container -> container.launched().group())
                                .collect(Collectors.toSet()));
        logs.start();
        sweepLater();
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Image pull(String reference) {
        return images.resolve(reference);
    }

    @Override
    public void start(ContainerSpec spec) {
        ProcessContainer container = launcher.launch(spec);
        containers.put(spec.id(), container);
        lookAfter(container);
    }

    @Override
    public ContainerState inspect(ContainerId id) {
        ProcessContainer container = containers.get(id);
        return container == null ? new ContainerState.Absent() : container.state();
    }

    @Override
    public List<FoundContainer> list() {
        return found(containers.values().stream().toList());
    }

    @Override
    public List<FoundContainer> list(String podUid) {
        return found(
                containers.values().stream()
                        .filter(container -> container.folder().id().podUid().equals(podUid))
                        .toList());
    }

    @Override
    public void terminate(ContainerId id) {
        ProcessContainer container = require(id);
        container.signal(container.launched().stopSignal());
    }

    @Override
    public void kill(ContainerId id) {
        require(id).kill();
    }

    @Override
    public void trim(ContainerId id) {
        try {
            AtomicFiles.deleteTree(require(id).folder().root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(ContainerId id) {
        ProcessContainer container = containers.get(id);
        if (container == null) {
            return;
        }
        container.kill();
        logs.remove(id);
        containers.remove(id);
        try {
            AtomicFiles.deleteTree(container.folder().path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ExecOutcome exec(ContainerId id, List<String> command, Duration timeout) {
        ProcessContainer container = require(id);
        if (!(container.state() instanceof ContainerState.Running)) {
            throw new ContainerException(
                    Reason.NOT_RUNNING, "Container `" + id.name() + "` is not running.");
        }
        return launcher.exec(container, command, timeout);
    }

    @Override
    public ContainerUsage usage(ContainerId id) {
        ProcessContainer container = containers.get(id);
        return container == null ? ContainerUsage.ZERO : container.usage();
    }

    @Override
    public LogSource log(ContainerId id) {
        try {
            return logs.open(require(id).folder()).open();
        } catch (NoSuchFileException e) {
            throw absent(id); // removed since it was looked up
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onExit(Consumer<ContainerId> listener) {
        listeners.add(listener);
    }

    @Override
    public String limitsNotEnforced() {
        return host.cgroups().missing();
    }

    @Override
    public void close() {
        closed = true;
        exits.close();
        logs.close();
        host.cgroups().removeIfEmpty();
    }

    private void adopt(ContainerFolder folder) {
        try {
            LaunchRecord launched = LaunchRecord.read(folder.recordFile());
            if (launched == null) {
                // Killed while the folder was being prepared: nothing can have been started.
                AtomicFiles.deleteTree(folder.path());
                return;
            }
            ProcessContainer container = new ProcessContainer(folder, launched, host);
            containers.put(folder.id(), container);
            if (container.state() instanceof ContainerState.Running) {
                lookAfter(container);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "Cannot take over a container folder=" + folder.path(),
                    e);
        }
    }

    private void lookAfter(ProcessContainer container) {
        ContainerFolder folder = container.folder();
        try {
            logs.add(folder);
        } catch (IOException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "Output is kept without times and rotation container=" + folder.id(),
                    e);
        }
        exits.add(folder.id(), folder.path());
        if (!(container.state() instanceof ContainerState.Running)) {
            // Over before the watch began.
            ended(folder.id());
        }
    }

    private void ended(ContainerId id) {
        logs.remove(id);
        listeners.forEach(listener -> listener.accept(id));
    }

    private void sweepLater() {
        time.schedule(
                SWEEP_INTERVAL, () -> Thread.ofVirtual().name("pod-sweep").start(this::sweep));
    }

    /// Notices what the watch cannot: a container whose supervisor was killed.
    private void sweep() {
        if (closed) {
            return;
        }
        for (ProcessContainer container : containers.values()) {
            ContainerId id = container.folder().id();
            try {
                if (logs.watches(id) && !(container.state() instanceof ContainerState.Running)) {
                    ended(id);
                }
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.WARNING, "Cannot look after container=" + id, e);
            }
        }
        sweepLater();
    }

    private ProcessContainer require(ContainerId id) {
        ProcessContainer container = containers.get(id);
        if (container == null) {
            throw absent(id);
        }
        return container;
    }

    private static ContainerException absent(ContainerId id) {
        return new ContainerException(
                Reason.NOT_RUNNING, "There is no container " + id + " on this machine.");
    }

    private static List<FoundContainer> found(List<ProcessContainer> chosen) {
        List<FoundContainer> found = new ArrayList<>();
        for (ProcessContainer container : chosen) {
            found.add(
                    new FoundContainer(
                            container.folder().id(),
                            container.launched().pod(),
                            CommandLine.image(container.launched()),
                            container.state()));
        }
        found.sort(
                Comparator.comparing((FoundContainer one) -> one.id().podUid())
                        .thenComparing(one -> one.id().name())
                        .thenComparingInt(one -> one.id().attempt()));
        return found;
    }

    /// Servers with different data folders must not touch each other's groups.
    private static String treeName(Path pods) {
        return "slipway-" + Integer.toHexString(pods.toString().hashCode());
    }
}
