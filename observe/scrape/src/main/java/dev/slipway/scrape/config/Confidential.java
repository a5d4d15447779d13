package dev.slipway.scrape.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text that must not be shown: given as it is, or in a file that is read anew for each use,
/// because whoever rotates it writes it there.
public sealed interface Confidential {
    /// The text now. Throws [IOException] if the file cannot be read.
    String reveal() throws IOException;

    /// Given in the configuration itself.
    record Inline(String text) implements Confidential {
        public Inline {
            requireNonNull(text, "text");
        }

        @Override
        public String reveal() {
            return text;
        }

        @Override
        public String toString() {
            return "<secret>";
        }
    }

    /// The contents of a file, without white space around.
    record InFile(Path path) implements Confidential {
        public InFile {
            requireNonNull(path, "path");
        }

        @Override
        public String reveal() throws IOException {
            return Files.readString(path, UTF_8).strip();
        }
    }
}
