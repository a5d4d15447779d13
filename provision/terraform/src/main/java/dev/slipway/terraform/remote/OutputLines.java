package dev.slipway.terraform.remote;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Makes lines of what a program writes, as they are told of: carriage returns end them too, and
/// empty ones are left out. Belongs to one thread.
public final class OutputLines {
    /// A longer line is told in parts.
    private static final int LINE_BYTES_MAX = 64 << 10;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private OutputLines(Consumer<String> lines) {
        this.lines = requireNonNull(lines, "lines");
    }

    /// Tells the lines of an output as they come, until it ends.
    public static void tell(InputStream output, Consumer<String> lines) throws IOException {
        OutputLines splitter = new OutputLines(lines);
        byte[] part = new byte[8 << 10];
        int read = output.read(part);
        while (read >= 0) {
            splitter.add(part, read);
            read = output.read(part);
        }
        splitter.end();
    }

    private void add(byte[] part, int length) {
        for (int i = 0; i < length; i++) {
            if (part[i] == '\n' || part[i] == '\r') {
                end();
            } else {
                line.write(part[i]);
                if (line.size() >= LINE_BYTES_MAX) {
                    end();
                }
            }
        }
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        if (!text.isEmpty()) {
            lines.accept(text);
        }
    }
}
