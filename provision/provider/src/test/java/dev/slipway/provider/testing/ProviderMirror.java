package dev.slipway.provider.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Real providers that some tests use: a filesystem mirror, in the folder that the environment
/// variable `PROVIDER_MIRROR` names. Stateless.
public final class ProviderMirror {
    private static final String VARIABLE = "PROVIDER_MIRROR";
    private static final int DEPTH_MAX = 8;

    private ProviderMirror() {}

    /// The folder of the mirror. Skips the test where there is none with that provider, which is
    /// named by host, namespace and type.
    public static Path with(String provider) {
        String folder = System.getenv().getOrDefault(VARIABLE, "");
        boolean there = !folder.isEmpty() && Files.isDirectory(Path.of(folder, provider));
        Assumptions.assumeTrue(there, VARIABLE + " names no mirror with " + provider);
        return Path.of(folder);
    }

    /// The program of a provider in the mirror, of any version and platform. Skips the test where
    /// there is none.
    public static Path program(String provider) throws IOException {
        Path folder = with(provider).resolve(provider);
        try (Stream<Path> files =
                Files.find(
                        folder,
                        DEPTH_MAX,
                        (path, attributes) ->
                                attributes.isRegularFile()
                                        && path.getFileName()
                                                .toString()
                                                .startsWith("terraform-provider-"))) {
            return files.findFirst()
                    .orElseGet(() -> Assumptions.abort("there is no program in " + folder));
        }
    }
}
