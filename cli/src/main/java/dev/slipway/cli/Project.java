package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder without manifests that can be run all the same: which processes it has and how each
/// starts. The process called `web` listens on `PORT`.
record Project(String name, Path folder, Map<String, List<String>> processes) {
    static final String WEB = "web";

    private static final List<String> JAR_FOLDERS = List.of("", "target", "build/libs");
    private static final int NAME_LENGTH_MAX = 40;
    private static final Pattern PLAIN_COMMAND =
            Pattern.compile("[\\w./~@+-]+(\\s[^;&|<>()\\n]*)?");

    /// Looks for a `Procfile`, a `package.json` with a start script, then for a runnable jar.
    static Optional<Project> find(Path folder) {
        Map<String, List<String>> processes = procfile(folder.resolve("Procfile"));
        if (processes.isEmpty()) {
            processes = packageJson(folder.resolve("package.json"));
        }
        if (processes.isEmpty()) {
            processes = runnableJar(folder);
        }
        return processes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Project(nameOf(folder), folder, processes));
    }

    private static Map<String, List<String>> procfile(Path file) {
        Map<String, List<String>> processes = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            return processes;
        }
        int number = 0;
        for (String line : read(file).lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || line.substring(colon + 1).isBlank()) {
                throw new CommandException(
                        file + ":" + number + ": \"" + line + "\" (expected: NAME: COMMAND)");
            }
            processes.put(
                    line.substring(0, colon).strip(), shell(line.substring(colon + 1).strip()));
        }
        return processes;
    }

    /// A plain command takes the shell's place, so that it gets the signals itself. Of anything
    /// more (`build && run`, `PORT=1 run`) `exec` would change the meaning.
    private static List<String> shell(String... lines) {
        List<String> script = new ArrayList<>(List.of(lines));
        String command = script.removeLast();
        script.add(PLAIN_COMMAND.matcher(command).matches() ? "exec " + command : command);
        return List.of("sh", "-c", String.join("; ", script));
    }

    private static Map<String, List<String>> packageJson(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            JsonNode start =
                    Json.parseObject(Files.readAllBytes(file)).path("scripts").path("start");
            return start.isTextual()
                    ? Map.of(
                            WEB, shell("PATH=node_modules/.bin:$PATH; export PATH", start.asText()))
                    : Map.of();
        } catch (ApiException e) {
            throw new CommandException(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<String>> runnableJar(Path folder) {
        List<Path> found = new ArrayList<>();
        for (String sub : JAR_FOLDERS) {
            found.addAll(runnableJarsIn(folder.resolve(sub)));
        }
        if (found.size() > 1) {
            throw new CommandException(
                    folder
                            + " has several runnable jars: "
                            + found
                            + ". Say which in a Procfile: `web: java -jar THAT.jar`.");
        }
        return found.isEmpty()
                ? Map.of()
                : Map.of(
                        WEB,
                        List.of("java", "-jar", folder.relativize(found.getFirst()).toString()));
    }

    private static List<Path> runnableJarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Project::isRunnable)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRunnable(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest != null
                    && manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) != null;
        } catch (IOException e) {
            throw new CommandException(file + " is not a jar: " + e.getMessage());
        }
    }

    /// The folder's name as a name the API accepts.
    private static String nameOf(Path folder) {
        String name =
                folder.toAbsolutePath()
                        .normalize()
                        .getFileName()
                        .toString()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^[^a-z]+|-+$", "");
        if (name.length() > NAME_LENGTH_MAX) {
            name = name.substring(0, NAME_LENGTH_MAX).replaceAll("-+$", "");
        }
        return name.isEmpty() ? "app" : name;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + e.getMessage());
        }
    }
}
