package dev.slipway.benchmarks;

import com.google.errorprone.annotations.FormatMethod;
import dev.slipway.stack.FolderEngine;
import dev.slipway.stack.StackEngine;
import dev.slipway.terraform.remote.RemoteHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Plans a folder that `init` made ready, again and again: as a server does, whose providers are
/// warm, with `slipway stack plan`, and with `terraform plan`, in turn. Arguments: the folder, and
/// how often (5 if not said). The environment must have what the folder's providers need.
public final class StackPlansAgainstTerraform {
    private StackPlansAgainstTerraform() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("FOLDER (expected: one that terraform init made)");
        }
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path root = Path.of(System.getProperty("slipway.bench.folder", ".")).toAbsolutePath();
        String launcher = root.resolve("../../slipway").normalize().toString();
        command(folder, launcher, "stack", "version");
        List<Double> warm = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        Path scratch = Files.createTempDirectory("slipway-warm-");
        try (FolderEngine engine =
                new FolderEngine(scratch.resolve("schemas"), RemoteHosts.NONE, Clock.systemUTC())) {
            StackEngine.Job job =
                    new StackEngine.Job(
                            folder,
                            folder,
                            "default",
                            List.of(),
                            Map.of(),
                            StackEngine.Mode.NORMAL);
            for (int i = 0; i < 2; i++) {
                engine.plan(job, scratch.resolve("plan"));
            }
            for (int round = 0; round < rounds; round++) {
                long from = System.nanoTime();
                engine.plan(job, scratch.resolve("plan"));
                warm.add(since(from));
                cold.add(command(folder, launcher, "stack", "plan", "-lock=false"));
                theirs.add(command(folder, "terraform", "plan", "-lock=false"));
            }
        }
        double reference = median(theirs);
        print("terraform plan           %7.2f s%n", reference);
        print("slipway stack plan       %7.2f s  %.3fx%n", median(cold), median(cold) / reference);
        print("warm, as in the server   %7.2f s  %.3fx%n", median(warm), median(warm) / reference);
    }

    private static double command(Path folder, String... command)
            throws IOException, InterruptedException {
        long from = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
        return since(from);
    }

    private static double since(long from) {
        return (System.nanoTime() - from) / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    @FormatMethod
    private static void print(String form, Object... values) {
        System.out.printf(Locale.ROOT, form, values);
    }
}
