package dev.slipway.node.process;

import dev.slipway.node.ContainerException;
import dev.slipway.node.ContainerException.Reason;
import dev.slipway.node.ContainerSpec;
import dev.slipway.node.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds out which program a container means, before it is started, so that a mistake gets a
/// message with a hint instead of exit code 127. Stateless.
final class CommandLine {
    private CommandLine() {}

    /// The words of the specification and the image, as Docker and Kubernetes combine them.
    static List<String> words(ContainerSpec spec, ImageConfig config) {
        List<String> words = new ArrayList<>();
        if (!spec.command().isEmpty()) {
            words.addAll(spec.command());
            words.addAll(spec.args());
        } else {
            words.addAll(config.entrypoint());
            words.addAll(spec.args().isEmpty() ? config.cmd() : spec.args());
        }
        if (words.isEmpty()) {
            String hint =
                    Images.isOnHost(spec.image())
                            ? " Images under `host/` have none of their own."
                            : " Its image says none either.";
            throw new ContainerException(
                    Reason.CREATE_ERROR,
                    "Container `"
                            + spec.id().name()
                            + "` has no `command`."
                            + hint
                            + " Set `command` in the manifest.");
        }
        return words;
    }

    /// The words with the program resolved: absolute paths inside the image if there is such a
    /// file, relative ones from the working folder, bare names on the container's PATH.
    static List<String> resolve(
            List<String> words, Path root, Path workingFolder, Map<String, String> environment) {
        String name = words.getFirst();
        List<String> resolved = new ArrayList<>(words);
        if (name.indexOf('/') < 0) {
            resolved.set(0, onPath(name, environment).toString());
            return List.copyOf(resolved);
        }
        Path file = Path.of(name);
        if (file.isAbsolute()) {
            Path inside = root.resolve(name.substring(1));
            file = Files.exists(inside) ? inside : file;
        } else {
            file = workingFolder.resolve(file).normalize();
        }
        requireExecutable(name, file);
        resolved.set(0, file.toString());
        return List.copyOf(resolved);
    }

    private static Path onPath(String name, Map<String, String> environment) {
        String searchPath = environment.getOrDefault("PATH", "");
        Path found = HostPrograms.lookUp(name, searchPath);
        if (found == null && name.equals("java")) {
            found = Path.of(System.getProperty("java.home"), "bin", "java");
        }
        if (found == null) {
            throw new ContainerException(
                    Reason.RUN_ERROR,
                    "Command `"
                            + name
                            + "` was not found on PATH ("
                            + searchPath
                            + "). Install it, give its full path in `command`, or check the"
                            + " spelling.");
        }
        return found;
    }

    private static void requireExecutable(String name, Path file) {
        if (!Files.exists(file)) {
            throw new ContainerException(
                    Reason.RUN_ERROR,
                    "Command `"
                            + name
                            + "` was not found at "
                            + file
                            + ". Relative paths start at the container's working folder, absolute"
                            + " ones in the image and then on this machine.");
        }
        if (Files.isDirectory(file)) {
            throw new ContainerException(
                    Reason.RUN_ERROR,
                    "Command `" + name + "` is a folder (" + file + "); expected a program.");
        }
        if (!Files.isExecutable(file)) {
            throw new ContainerException(
                    Reason.RUN_ERROR,
                    "Command `"
                            + name
                            + "` ("
                            + file
                            + ") is not executable. Run"
                            + " `chmod +x` on it and import the image again, or start it through"
                            + " its interpreter (`sh`, `python3`, …).");
        }
    }

    /// The image a container of this record ran from.
    static Image image(LaunchRecord launched) {
        return new Image(launched.image(), launched.imageId());
    }

    /// Variables whose names a shell cannot carry are handed over by `env`.
    static List<String> withOddVariables(List<String> words, Map<String, String> environment) {
        List<String> prefix = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (!isShellName(name)) {
                prefix.add(name + "=" + value);
            }
        });
        if (prefix.isEmpty()) {
            return words;
        }
        prefix.sort(null);
        Path env = HostPrograms.lookUp("env");
        List<String> all = new ArrayList<>();
        all.add(env == null ? "/usr/bin/env" : env.toString());
        all.addAll(prefix);
        all.addAll(words);
        return all;
    }

    private static boolean isShellName(String name) {
        if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
            return false;
        }
        return name.chars()
                .allMatch(c ->
                        c == '_'
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9'));
    }
}
