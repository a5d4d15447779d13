package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What must not be shown: written in the configuration, or in a file that is read anew each time
/// it is needed, so that it can be changed while the server runs. Immutable.
public sealed interface Secret {
    int BYTES_MAX = 64 * 1024;

    /// Written in the configuration itself.
    record Text(String value) implements Secret {
        public Text {
            requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "<secret>";
        }
    }

    /// In a file, without the white space around it.
    record Stored(Path file) implements Secret {
        public Stored {
            requireNonNull(file, "file");
        }
    }

    /// Throws [UncheckedIOException] if the file cannot be read.
    default String read() {
        return switch (this) {
            case Text(String value) -> value;
            case Stored(Path file) -> {
                try (InputStream in = Files.newInputStream(file)) {
                    yield new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8).strip();
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot read the secret in " + file, e);
                }
            }
        };
    }
}
