package dev.slipway.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Prometheus' own tool, where it is installed.
final class Promtool {
    private Promtool() {}

    static void assumeInstalled(String program) {
        boolean found = false;
        for (String each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            found |= Files.isExecutable(Path.of(each, program));
        }
        assumeTrue(found, program + " is not installed");
    }

    /// What it printed; fails if it did.
    static String run(Path scratch, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(scratch, "promtool", ".out");
        Path errors = Files.createTempFile(scratch, "promtool", ".err");
        int exit =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start()
                        .waitFor();
        assertThat(exit).as(() -> read(errors)).isZero();
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
