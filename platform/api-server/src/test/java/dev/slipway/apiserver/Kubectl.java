package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs the real `kubectl` against a server.
final class Kubectl {
    private static final long TIMEOUT_SECONDS = 30;

    private final Path program;
    private final Path kubeconfig;
    private final Path folder;
    private int calls;

    record Result(int exitCode, String out, String error) {
        String succeeded() {
            assertThat(exitCode).as(error + out).isZero();
            return out;
        }

        String failed() {
            assertThat(exitCode).as(out).isNotZero();
            return error;
        }
    }

    private Kubectl(Path program, Path kubeconfig, Path folder) {
        this.program = program;
        this.kubeconfig = kubeconfig;
        this.folder = folder;
    }

    static @Nullable Path find() {
        String path = System.getenv("PATH");
        for (String each : (path == null ? "" : path).split(java.io.File.pathSeparator, -1)) {
            Path program = Path.of(each, "kubectl");
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        return null;
    }

    static Kubectl of(Path program, Path kubeconfig, Path folder) {
        return new Kubectl(program, kubeconfig, folder);
    }

    String run(String... arguments) {
        return call(null, arguments).succeeded();
    }

    String runWith(String input, String... arguments) {
        return call(input, arguments).succeeded();
    }

    String fail(String... arguments) {
        return call(null, arguments).failed();
    }

    Result call(@Nullable String input, String... arguments) {
        try {
            int number = ++calls;
            Path out = folder.resolve("out-" + number);
            Path error = folder.resolve("err-" + number);
            Process process = builder(arguments, out, error).start();
            try (var stdin = process.getOutputStream()) {
                if (input != null) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
            }
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "kubectl " + List.of(arguments) + " hangs: " + Files.readString(error));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(error));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Starts a command that runs until it is stopped.
    Process start(Path out, String... arguments) throws IOException {
        return builder(arguments, out, out.resolveSibling(out.getFileName() + ".err")).start();
    }

    private ProcessBuilder builder(String[] arguments, Path out, Path error) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.add("--kubeconfig=" + kubeconfig);
        command.add("--cache-dir=" + folder.resolve("cache"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("KUBECONFIG");
        builder.redirectOutput(out.toFile()).redirectError(error.toFile());
        return builder;
    }
}
