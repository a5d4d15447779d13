package dev.slipway.scrape.discovery;

import dev.slipway.scrape.config.ConfigException;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.scrape.config.TargetGroupReading;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Targets in files, as others write them; one that is not understood keeps the targets that it had
/// when it was. Whether a file has changed is told by its time and size, which costs little and
/// works on every file system.
final class FileTargets implements TargetLookup {
    private static final System.Logger LOGGER = System.getLogger(FileTargets.class.getName());
    private static final int FILES_MAX = 10_000;
    private static final long FILE_BYTES_MAX = 64 << 20;
    private static final String PATH_LABEL = "__meta_filepath";

    /// What tells one state of a file from another.
    private record Stamp(long modifiedMillis, long sizeBytes) {}

    private final List<String> patterns;
    private final Map<Path, List<TargetGroup>> known = new HashMap<>();
    private Map<Path, Stamp> stamps = Map.of();

    FileTargets(List<String> patterns) {
        this.patterns = patterns;
    }

    @Override
    public boolean noticesChanges() {
        return true;
    }

    @Override
    public boolean hasChanged() {
        return !stamps().equals(stamps);
    }

    @Override
    public List<TargetGroup> find() {
        Map<Path, Stamp> now = stamps();
        List<TargetGroup> all = new ArrayList<>();
        known.keySet().retainAll(now.keySet());
        for (Path file : now.keySet()) {
            try {
                known.put(file, read(file));
            } catch (IOException | ConfigException e) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "A file of targets cannot be read file="
                                + file
                                + " reason="
                                + e.getMessage());
            }
            all.addAll(known.getOrDefault(file, List.of()));
        }
        stamps = now;
        return all;
    }

    private static List<TargetGroup> read(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException("more than " + FILE_BYTES_MAX + " bytes");
        }
        String text = Files.readString(file);
        String source = file.toString();
        List<TargetGroup> groups =
                source.endsWith(".json")
                        ? TargetGroupReading.json(text, source)
                        : TargetGroupReading.yaml(text, source);
        return groups.stream()
                .map(group ->
                        new TargetGroup(
                                group.source(),
                                group.targets(),
                                group.labels().with(PATH_LABEL, source)))
                .toList();
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> found = new TreeMap<>();
        for (String pattern : patterns) {
            Path path = Path.of(pattern);
            Path folder = path.getParent();
            Path name = path.getFileName();
            if (folder == null || name == null || !Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name.toString())) {
                for (Path file : files) {
                    if (found.size() < FILES_MAX && Files.isRegularFile(file)) {
                        found.put(
                                file,
                                new Stamp(
                                        Files.getLastModifiedTime(file).toMillis(),
                                        Files.size(file)));
                    }
                }
            } catch (IOException | DirectoryIteratorException _) {
                // What goes meanwhile is as what was not there.
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "files " + patterns;
    }
}
