package dev.slipway.node.process;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Removes bytes from the front of a file while others append to it, if the file system can: with
/// the program `fallocate`, since the JDK has no such call. Thread-safe.
record FrontCutter(@Nullable Path fallocate) {
    private static final int SECONDS_MAX = 10;

    /// `length` must be a multiple of the file system's block size. False if nothing was done.
    boolean cut(Path file, int length) throws IOException {
        if (fallocate == null) {
            return false;
        }
        Process process =
                new ProcessBuilder(
                                fallocate.toString(),
                                "--collapse-range",
                                "--offset",
                                "0",
                                "--length",
                                Integer.toString(length),
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return Waiting.forEnd(process, SECONDS_MAX) && process.exitValue() == 0;
    }
}
