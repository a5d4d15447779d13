package dev.slipway.provider.installed;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes files of a cache: whole or not at all, and without harm if that fails, for then the next
/// run calculates again. Stateless.
final class WholeFile {
    private static final Logger LOG = System.getLogger(WholeFile.class.getName());

    private WholeFile() {}

    static void write(Path file, byte[] bytes) {
        Path written = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("no folder for " + file);
            }
            Files.createDirectories(folder);
            written = Files.createTempFile(folder, "new", ".tmp");
            Files.write(written, bytes);
            Files.move(
                    written,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot write to the cache file=" + file, e);
            discard(written);
        }
    }

    private static void discard(@org.jspecify.annotations.Nullable Path written) {
        try {
            if (written != null) {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Cannot remove a file file=" + written, e);
        }
    }
}
