package dev.slipway.node.process;

import dev.slipway.node.AtomicFiles;
import dev.slipway.node.ContainerException;
import dev.slipway.node.ContainerException.Reason;
import dev.slipway.node.ContainerId;
import dev.slipway.node.ContainerSpec;
import dev.slipway.node.ExecOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Starts supervisors, and commands beside a running container. Thread-safe.
final class Launcher {
    private static final int ERROR_TEXT_MAX = 1000;
    private static final Path DEV_NULL = Path.of("/dev/null");

    private final Path pods;
    private final HostPrograms programs;
    private final Preparation preparation;
    private final ProcessContainer.Host host;

    Launcher(Path pods, HostPrograms programs, Images images, ProcessContainer.Host host) {
        this.pods = pods;
        this.programs = programs;
        this.preparation = new Preparation(images);
        this.host = host;
    }

    ProcessContainer launch(ContainerSpec spec) {
        ContainerFolder folder = ContainerFolder.of(spec.id(), spec.podFolder());
        LaunchRecord launched = null;
        try {
            AtomicFiles.createFolders(pods);
            AtomicFiles.deleteTree(folder.path());
            launched = preparation.prepare(spec, folder, groupName(spec.id()));
            ProcessContainer container = new ProcessContainer(folder, launched, host);
            supervise(container, host.cgroups().create(launched.group(), spec.limits()));
            return container;
        } catch (IOException e) {
            discard(folder, launched);
            throw new ContainerException(
                    Reason.RUN_ERROR,
                    "Container `"
                            + spec.id().name()
                            + "` could not be started: "
                            + e.getMessage()
                            + ".",
                    e);
        } catch (ContainerException e) {
            discard(folder, launched);
            throw e;
        }
    }

    ExecOutcome exec(ProcessContainer container, List<String> command, Duration timeout) {
        if (command.isEmpty()) {
            throw new ContainerException(Reason.RUN_ERROR, "There is no command to run.");
        }
        LaunchRecord launched = container.launched();
        List<String> words =
                CommandLine.resolve(
                        command,
                        container.folder().root(),
                        Path.of(launched.workingFolder()),
                        launched.environment());
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            words(
                                    "exec",
                                    container,
                                    host.cgroups().joins(launched.group()),
                                    words));
            builder.redirectInput(DEV_NULL.toFile()).redirectErrorStream(true);
            setEnvironment(builder, launched.environment());
            builder.environment().put("SLIPWAY_CONTAINER", container.folder().id().toString());
            return Exec.run(builder, timeout, host.signals());
        } catch (IOException e) {
            throw new ContainerException(
                    Reason.RUN_ERROR, "`" + command.getFirst() + "` could not be run: " + e, e);
        }
    }

    private void supervise(ProcessContainer container, List<Path> joins) throws IOException {
        ContainerFolder folder = container.folder();
        ProcessBuilder builder =
                new ProcessBuilder(
                        words("supervise", container, joins, container.launched().command()));
        builder.directory(folder.path().toFile())
                .redirectInput(DEV_NULL.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        setEnvironment(builder, container.launched().environment());
        Process supervisor = builder.start();
        if (!container.awaitStart(supervisor, ProcessContainer.START_MAX)) {
            folder.claim();
            container.kill();
            throw new ContainerException(
                    Reason.RUN_ERROR,
                    "The supervisor of container `"
                            + folder.id().name()
                            + "` did not start it: "
                            + tail(folder.log()));
        }
    }

    private List<String> words(
            String mode, ProcessContainer container, List<Path> joins, List<String> command)
            throws IOException {
        List<String> words = new ArrayList<>(programs.setsid());
        words.add(programs.shell());
        words.add(programs.installSupervisor(pods).toString());
        words.add(mode);
        words.add(container.folder().path().toString());
        words.add(container.folder().id().toString());
        words.add(container.launched().workingFolder());
        words.add(joins.stream().map(Path::toString).collect(Collectors.joining(":")));
        words.addAll(CommandLine.withOddVariables(command, container.launched().environment()));
        return words;
    }

    private static void setEnvironment(ProcessBuilder builder, Map<String, String> environment) {
        builder.environment().clear();
        builder.environment().putAll(environment);
    }

    /// A folder without a running container would only confuse the next server.
    private void discard(ContainerFolder folder, @Nullable LaunchRecord launched) {
        if (launched != null) {
            host.cgroups().remove(launched.group());
        }
        try {
            AtomicFiles.deleteTree(folder.path());
        } catch (IOException _) {
            // The failure that led here is the one to report.
        }
    }

    private static String groupName(ContainerId id) {
        return id.podUid() + "_" + id.name() + "_" + id.attempt();
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "it said nothing";
        }
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
        return text.isEmpty()
                ? "it said nothing"
                : text.substring(Math.max(0, text.length() - ERROR_TEXT_MAX));
    }
}
