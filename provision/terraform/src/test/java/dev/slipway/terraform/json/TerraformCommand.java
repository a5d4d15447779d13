package dev.slipway.terraform.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.terraform.view.Golden;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The real Terraform, if there is one on the PATH.
public final class TerraformCommand {
    private static final long TIMEOUT_SECONDS = 120;

    private TerraformCommand() {}

    private static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String folder : path.split(File.pathSeparator)) {
            Path program = Path.of(folder, "terraform");
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /// What it prints on its standard output, whether it succeeds or not.
    public static Optional<String> run(Path folder, String... arguments)
            throws IOException, InterruptedException {
        return run(folder, Path.of("/dev/null"), arguments);
    }

    /// With a file of its settings.
    static Optional<String> run(Path folder, Path settings, String... arguments)
            throws IOException, InterruptedException {
        Optional<Path> program = find();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        builder.environment().put("TF_IN_AUTOMATION", "1");
        builder.environment().put("TF_CLI_CONFIG_FILE", settings.toString());
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("terraform took longer than " + TIMEOUT_SECONDS + " s");
        }
        return Optional.of(Files.readString(out, StandardCharsets.UTF_8));
    }

    static Optional<JsonNode> json(String... arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("terraform");
        Optional<String> text = run(folder, arguments);
        return text.isEmpty() ? Optional.empty() : Optional.of(Golden.MAPPER.readTree(text.get()));
    }
}
