package dev.slipway.hcl.oracle;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the binary made of generated configuration files: `SEED` begins a file, `MADE` what became
/// of it; the files themselves are generated anew.
final class FormatRecording {
    private static final String RESOURCE = "formatted.txt";
    private static final String BEGIN = "\u0001";

    private FormatRecording() {}

    /// Records anew: `FIRST COUNT OUTPUT`; what the binary refuses is left out.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path binary = TerraformConsole.find();
        if (binary == null) {
            throw new IOException("terraform is not on the path");
        }
        TerraformConsole console =
                new TerraformConsole(binary, Files.createTempDirectory("module"));
        int first = Integer.parseInt(arguments[0]);
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(arguments[2]))) {
            for (int seed = first; seed < first + Integer.parseInt(arguments[1]); seed++) {
                String made = formatted(console, new ConfigurationGenerator(seed).configuration());
                if (made != null) {
                    out.write(BEGIN + seed + "\n" + made);
                }
            }
        }
    }

    /// What the binary makes of a file, or `null` if it refuses.
    static @org.jspecify.annotations.Nullable String formatted(
            TerraformConsole console, String text) throws IOException, InterruptedException {
        TerraformConsole.Run run = console.run(List.of("fmt", "-no-color", "-"), text);
        return run.code() == 0 ? run.output() : null;
    }

    /// The recorded results by seed.
    static Map<Integer, String> load() throws IOException {
        Map<Integer, String> made = new LinkedHashMap<>();
        try (InputStream in = FormatRecording.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String each : text.split(BEGIN)) {
                int newline = each.indexOf('\n');
                if (newline > 0) {
                    made.put(
                            Integer.parseInt(each.substring(0, newline)),
                            each.substring(newline + 1));
                }
            }
        }
        return made;
    }
}
