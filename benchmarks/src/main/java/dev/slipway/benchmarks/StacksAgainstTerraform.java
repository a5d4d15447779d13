package dev.slipway.benchmarks;

import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Plans and applies the same configurations of `terraform_data` with `slipway stack` and with
/// `terraform`, each from the command line, one after the other. Arguments: how many objects (5,000
/// if not said).
public final class StacksAgainstTerraform {
    private static final int CHAIN = 10;

    private final Path folder;
    private final Path slipway;

    private StacksAgainstTerraform(Path folder, Path slipway) {
        this.folder = folder;
        this.slipway = slipway;
    }

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
        Path root = Path.of(System.getProperty("slipway.bench.folder", ".")).toAbsolutePath();
        Path launcher = root.resolve("../../slipway").normalize();
        try (BenchFolder folder = BenchFolder.create()) {
            StacksAgainstTerraform bench = new StacksAgainstTerraform(folder.path(), launcher);
            bench.engine(List.of(launcher.toString(), "stack", "version"));
            bench.compare("one block, count = " + count, counted(count));
            bench.compare(count + " blocks in chains of " + CHAIN, chained(count));
        }
    }

    private static String counted(int count) {
        return """
        resource "terraform_data" "x" {
          count = %d
          input = "v${count.index}"
        }
        """
                .formatted(count);
    }

    private static String chained(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String input = i % CHAIN == 0 ? "\"start\"" : "terraform_data.c" + (i - 1) + ".output";
            text.append("resource \"terraform_data\" \"c")
                    .append(i)
                    .append("\" {\n  input = ")
                    .append(input)
                    .append("\n}\n");
        }
        return text.toString();
    }

    private void compare(String title, String configuration) throws Exception {
        print("%s%n", title);
        List<Double> ours = measure(List.of(slipway.toString(), "stack"), configuration);
        List<Double> theirs = measure(List.of("terraform"), configuration);
        List<String> steps = List.of("plan to create", "apply", "no-op plan");
        for (int i = 0; i < steps.size(); i++) {
            print(
                    "  %-15s slipway %7.2f s   terraform %7.2f s   %.3fx%n",
                    steps.get(i), ours.get(i), theirs.get(i), ours.get(i) / theirs.get(i));
        }
    }

    @FormatMethod
    private static void print(String form, Object... values) {
        System.out.printf(Locale.ROOT, form, values);
        System.out.flush();
    }

    private List<Double> measure(List<String> engine, String configuration) throws Exception {
        clear();
        Files.writeString(folder.resolve("main.tf"), configuration);
        if (engine.contains("terraform")) {
            engine(with(engine, "init"));
        }
        return List.of(
                engine(with(engine, "plan")),
                engine(with(engine, "apply", "-auto-approve")),
                engine(with(engine, "plan")));
    }

    private static List<String> with(List<String> engine, String... more) {
        List<String> words = new ArrayList<>(engine);
        words.addAll(List.of(more));
        return words;
    }

    private void clear() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(folder)) {
                    Files.delete(each);
                }
            }
        }
    }

    /// Seconds of wall time.
    private double engine(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        builder.environment().keySet().removeIf(name -> name.startsWith("TF_"));
        long from = System.nanoTime();
        int code = builder.start().waitFor();
        double seconds = (System.nanoTime() - from) / 1e9;
        if (code != 0) {
            throw new IllegalStateException(command + " failed: " + Files.readString(output));
        }
        return seconds;
    }
}
