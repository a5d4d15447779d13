package dev.slipway.cli.stack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A folder in which commands are run, ours in this process or the real terraform beside it.
final class Session {
    private static final long LIMIT_SECONDS = 60;

    /// What a command printed and how it ended.
    record Outcome(int exitCode, String out, String err) {}

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    Session(Path folder) {
        this.folder = folder;
    }

    Session with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    Outcome run(String... words) {
        return runWith("", words);
    }

    Outcome runWith(String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell =
                new Shell(
                        folder,
                        environment,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        int exitCode = StackCommands.run(List.of(words), shell);
        return new Outcome(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /// Skips the test where there is no terraform.
    static void assumeTerraform() {
        String path = System.getenv().getOrDefault("PATH", "");
        boolean found =
                Stream.of(path.split(java.io.File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "terraform")));
        Assumptions.assumeTrue(found, "no terraform on the PATH");
    }

    Outcome terraform(String input, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("terraform"));
        all.addAll(List.of(words));
        Path in = Files.createTempFile("terraform", ".in");
        Path out = Files.createTempFile("terraform", ".out");
        Path err = Files.createTempFile("terraform", ".err");
        Files.writeString(in, input);
        ProcessBuilder builder =
                new ProcessBuilder(all)
                        .directory(folder.toFile())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        builder.environment().put("TF_CLI_CONFIG_FILE", "/dev/null");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("terraform takes too long");
        }
        try {
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            for (Path each : List.of(in, out, err)) {
                Files.delete(each);
            }
        }
    }
}
