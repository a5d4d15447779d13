package dev.slipway.terraform.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Files that were read before and kept, by folder and name. Immutable.
public final class KeptFiles implements ConfigFiles {
    private final SortedMap<String, SortedMap<String, byte[]>> folders;

    private KeptFiles(SortedMap<String, SortedMap<String, byte[]>> folders) {
        this.folders = folders;
    }

    /// By their paths, with `/` between folder and name.
    public static KeptFiles of(SortedMap<String, byte[]> files) {
        SortedMap<String, SortedMap<String, byte[]>> folders = new TreeMap<>();
        files.forEach((path, bytes) -> {
            int slash = path.lastIndexOf('/');
            folders.computeIfAbsent(slash < 0 ? "" : path.substring(0, slash), _ -> new TreeMap<>())
                    .put(path.substring(slash + 1), bytes);
        });
        return new KeptFiles(folders);
    }

    @Override
    public @Nullable List<String> names(String folder) {
        SortedMap<String, byte[]> files = folders.get(folder);
        return files == null ? null : List.copyOf(files.keySet());
    }

    @Override
    public byte[] read(String folder, String name) throws IOException {
        byte[] bytes = folders.getOrDefault(folder, Collections.emptySortedMap()).get(name);
        if (bytes == null) {
            throw new FileNotFoundException(folder + "/" + name);
        }
        return bytes.clone();
    }

    /// Hands through to other files and keeps what is read of them. Thread-safe.
    public static final class Recording implements ConfigFiles {
        private final ConfigFiles files;
        private final SortedMap<String, byte[]> read = new TreeMap<>();

        public Recording(ConfigFiles files) {
            this.files = files;
        }

        @Override
        public @Nullable List<String> names(String folder) throws IOException {
            return files.names(folder);
        }

        @Override
        public byte[] read(String folder, String name) throws IOException {
            byte[] bytes = files.read(folder, name);
            synchronized (read) {
                read.put(folder.isEmpty() ? name : folder + "/" + name, bytes);
            }
            return bytes;
        }

        /// What was read so far, by path.
        public SortedMap<String, byte[]> read() {
            synchronized (read) {
                return new TreeMap<>(read);
            }
        }
    }
}
