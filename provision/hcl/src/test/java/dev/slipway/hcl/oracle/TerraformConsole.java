package dev.slipway.hcl.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The terraform binary's console in some folder. It shows only the last result of a session, and
/// nothing after a mistake, so many expressions are asked as the elements of one tuple, which is
/// halved until it succeeds or has one element. An answer is what stands in the tuple.
final class TerraformConsole {
    private static final String BETWEEN = "--8<--";
    private static final int SECONDS_MAX = 120;
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Path binary;
    private final Path folder;

    TerraformConsole(Path binary, Path folder) {
        this.binary = binary;
        this.folder = folder;
    }

    /// The binary on the path, or `null`.
    static @Nullable Path find() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String each : path.split(":")) {
            Path candidate = Path.of(each, "terraform");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    List<Answer> answers(List<String> expressions) throws IOException, InterruptedException {
        if (expressions.isEmpty()) {
            return List.of();
        }
        String tuple = String.join(", \"" + BETWEEN + "\", ", expressions);
        Run run = run(List.of("console"), "[" + tuple + "]\n");
        if (run.code() == 0) {
            String text = element(run.output().stripTrailing());
            List<String> parts = List.of(text.split(",\n  \"" + BETWEEN + "\",\n  ", -1));
            if (parts.size() == expressions.size()) {
                return parts.stream().map(Answer::of).toList();
            }
        }
        if (expressions.size() == 1) {
            return List.of(Answer.refused(firstLine(run.errors())));
        }
        int half = expressions.size() / 2;
        List<Answer> answers = new ArrayList<>(answers(expressions.subList(0, half)));
        answers.addAll(answers(expressions.subList(half, expressions.size())));
        return answers;
    }

    /// What stands between the brackets of a tuple that is shown over several lines.
    static String element(String tuple) {
        return tuple.startsWith("[\n  ") && tuple.endsWith(",\n]")
                ? tuple.substring(4, tuple.length() - 3)
                : tuple;
    }

    private static String firstLine(String errors) {
        return COLOURS.matcher(errors)
                .replaceAll("")
                .lines()
                .map(line -> line.replaceFirst("^[│╷╵ ]+", "").strip())
                .filter(line -> line.startsWith("Error: "))
                .findFirst()
                .orElse("Error: unknown");
    }

    record Run(int code, String output, String errors) {}

    Run run(List<String> arguments, String input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(arguments);
        Path in = Files.createTempFile("terraform", ".in");
        Path out = Files.createTempFile("terraform", ".out");
        Path err = Files.createTempFile("terraform", ".err");
        try {
            Files.writeString(in, input);
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment()
                    .putAll(Map.of("TF_CLI_CONFIG_FILE", "/dev/null", "HOME", "/home/user"));
            Process process =
                    builder.redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return new Run(
                    process.waitFor(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(in);
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
