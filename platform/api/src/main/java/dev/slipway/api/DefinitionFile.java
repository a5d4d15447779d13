package dev.slipway.api;

import dev.slipway.model.GroupVersionKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of definitions made at build time: a line each, sorted, with name, tab and JSON. Its
/// content is dropped when memory is needed for something else. Thread-safe.
final class DefinitionFile {
    private static final String FOLDER = "schemas/";

    private final String file;

    @SuppressWarnings("NullAway") // A reference to nothing yet.
    private volatile SoftReference<byte[]> content = new SoftReference<>(null);

    DefinitionFile(String file) {
        this.file = file;
    }

    /// The name of the definition of each kind.
    static Map<GroupVersionKind, String> kinds() {
        Map<GroupVersionKind, String> names = new HashMap<>();
        String lines = new String(read("kinds.txt"), StandardCharsets.UTF_8);
        lines.lines()
                .map(line -> line.split(" "))
                .forEach(words -> names.put(GroupVersionKind.of(words[0], words[1]), words[2]));
        return Map.copyOf(names);
    }

    /// The JSON of a definition, or null.
    byte @Nullable [] find(String name) {
        byte[] bytes = content.get();
        if (bytes == null) {
            bytes = read(file);
            content = new SoftReference<>(bytes);
        }
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = bytes.length;
        while (low < high) {
            int start = lineStart(bytes, (low + high) >>> 1);
            int tab = indexOf(bytes, '\t', start);
            int order = Arrays.compareUnsigned(bytes, start, tab, wanted, 0, wanted.length);
            int end = indexOf(bytes, '\n', tab);
            if (order == 0) {
                return Arrays.copyOfRange(bytes, tab + 1, end);
            }
            if (order < 0) {
                low = end + 1;
            } else {
                high = start;
            }
        }
        return null;
    }

    private static int lineStart(byte[] bytes, int position) {
        int start = position;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static int indexOf(byte[] bytes, char c, int from) {
        int index = from;
        while (bytes[index] != c) {
            index++;
        }
        return index;
    }

    private static byte[] read(String name) {
        try (InputStream in = DefinitionFile.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IOException("the build left out the resource " + FOLDER + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
