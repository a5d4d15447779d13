package dev.slipway.node.process;

import dev.slipway.node.AtomicFiles;
import dev.slipway.node.ContainerException;
import dev.slipway.node.ContainerException.Reason;
import dev.slipway.node.ContainerSpec;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes a container's folder ready: a copy of its image, its volumes as links, its environment.
/// Stateless.
///
/// A process of this machine sees this machine's files, so a volume at `/etc/shop` is a link at
/// `etc/shop` in the container's root folder: reachable under that relative path from the root, and
/// as `$SLIPWAY_POD_ROOT/etc/shop` from everywhere.
final class Preparation {
    static final String ROOT_VARIABLE = "SLIPWAY_POD_ROOT";

    /// What a program may need of the server's own environment; all else could be a secret.
    private static final List<String> INHERITED =
            List.of(
                    "HOME",
                    "LANG",
                    "LC_ALL",
                    "LC_CTYPE",
                    "LOGNAME",
                    "PATH",
                    "SHELL",
                    "TMPDIR",
                    "TZ",
                    "USER");

    private final Images images;

    Preparation(Images images) {
        this.images = images;
    }

    LaunchRecord prepare(ContainerSpec spec, ContainerFolder folder, String group) {
        try {
            AtomicFiles.createFolders(folder.path());
            Path root = Files.createDirectory(folder.root());
            images.copyInto(spec.image(), root);
            ImageConfig config = images.config(spec.image());
            Map<String, String> environment = environment(spec, config, root);
            Path working = workingFolder(spec, config, root);
            for (ContainerSpec.Mount mount : spec.mounts()) {
                link(mount, root, working);
            }
            List<String> words =
                    CommandLine.resolve(
                            CommandLine.words(spec, config), root, working, environment);
            LaunchRecord launched =
                    new LaunchRecord(
                            LaunchRecord.VERSION,
                            spec.pod(),
                            spec.image().reference(),
                            spec.image().id(),
                            words,
                            environment,
                            working.toString(),
                            group,
                            config.stopSignal() == null
                                    ? Signals.TERM
                                    : Signals.number(config.stopSignal()));
            launched.write(folder.recordFile());
            return launched;
        } catch (FileSystemException e) {
            throw new ContainerException(
                    Reason.CREATE_ERROR,
                    "Container `"
                            + spec.id().name()
                            + "` needs files under "
                            + folder.path()
                            + ", but "
                            + explain(e)
                            + ". Check that the data folder is writable and the disk is not full.",
                    e);
        } catch (IOException e) {
            throw new ContainerException(
                    Reason.CREATE_ERROR,
                    "Container `" + spec.id().name() + "` could not get its files: " + e,
                    e);
        }
    }

    private static String explain(FileSystemException e) {
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return "`" + e.getFile() + "` gave: " + reason;
    }

    private static Map<String, String> environment(
            ContainerSpec spec, ImageConfig config, Path root) {
        Map<String, String> environment = new TreeMap<>();
        for (String name : INHERITED) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        String hostPath = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        for (String variable : config.env()) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        environment.put(
                "PATH", searchPath(environment.getOrDefault("PATH", hostPath), hostPath, root));
        environment.put("HOSTNAME", spec.pod().name());
        if ("host".equals(config.labels().get(ImageConfig.JAVA_LABEL))) {
            String home = System.getProperty("java.home");
            environment.put("JAVA_HOME", home);
            environment.put("PATH", Path.of(home, "bin") + ":" + environment.get("PATH"));
        }
        environment.putAll(spec.environment());
        environment.put(ROOT_VARIABLE, root.toString());
        return environment;
    }

    /// An image's folders are looked for in its copy first, and the host's come last.
    private static String searchPath(String wanted, String hostPath, Path root) {
        if (wanted.equals(hostPath)) {
            return hostPath;
        }
        Set<String> folders = new LinkedHashSet<>();
        for (String folder : wanted.split(":")) {
            if (folder.startsWith("/") && Files.isDirectory(root.resolve(folder.substring(1)))) {
                folders.add(root.resolve(folder.substring(1)).toString());
            }
        }
        folders.addAll(List.of(hostPath.split(":")));
        return String.join(":", folders);
    }

    /// Inside the copy of the image; for `host/` references, where an absolute folder is the
    /// host's.
    private static Path workingFolder(ContainerSpec spec, ImageConfig config, Path root)
            throws IOException {
        String wanted = spec.workingDir() != null ? spec.workingDir() : config.workingDir();
        if (wanted == null || wanted.isEmpty()) {
            return root;
        }
        if (wanted.startsWith("/") && Images.isOnHost(spec.image())) {
            Path folder = Path.of(wanted);
            if (!Files.isDirectory(folder)) {
                throw new ContainerException(
                        Reason.CREATE_ERROR,
                        "`workingDir: "
                                + wanted
                                + "` is no folder on this machine. For images"
                                + " under `host/` an absolute workingDir is the machine's own.");
            }
            return folder;
        }
        Path inside = inside(root, root, wanted);
        return Files.createDirectories(inside);
    }

    private static void link(ContainerSpec.Mount mount, Path root, Path working)
            throws IOException {
        Path target = inside(root, mount.target().startsWith("/") ? root : working, mount.target());
        Path parent = Files.createDirectories(target.getParent());
        boolean ours =
                parent.toRealPath().startsWith(root.toRealPath())
                        || parent.toRealPath().startsWith(working.toRealPath());
        if (!ours) {
            throw new ContainerException(
                    Reason.CREATE_ERROR,
                    "`mountPath: "
                            + mount.target()
                            + "` leads out of the container's folder"
                            + " through a link in its image.");
        }
        if (Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            if (!parent.toRealPath().startsWith(root.toRealPath())) {
                throw new ContainerException(
                        Reason.CREATE_ERROR,
                        "`mountPath: "
                                + mount.target()
                                + "` is taken: "
                                + target
                                + " exists on this machine and is not replaced.");
            }
            AtomicFiles.deleteTree(target);
        }
        Files.createSymbolicLink(target, mount.source());
    }

    private static Path inside(Path root, Path from, String path) {
        Path target = from.resolve(path.startsWith("/") ? path.substring(1) : path).normalize();
        if (!target.startsWith(from) && !target.startsWith(root)) {
            throw new ContainerException(
                    Reason.CREATE_ERROR,
                    "`" + path + "` leads out of the container's folder (expected: no `..`).");
        }
        return target;
    }
}
