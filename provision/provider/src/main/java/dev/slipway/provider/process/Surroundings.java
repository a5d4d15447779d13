package dev.slipway.provider.process;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/// What a provider's process finds around it: the folder it runs in, against which it resolves
/// relative paths, and its environment, all of it, in which many providers look for credentials.
/// Immutable.
public record Surroundings(Path folder, Map<String, String> environment) {
    public Surroundings {
        requireNonNull(folder, "folder");
        environment = Map.copyOf(environment);
    }

    /// Those of this process.
    public static Surroundings inherited() {
        return new Surroundings(Path.of(""), System.getenv());
    }

    /// Names only: environments hold secrets.
    @Override
    public String toString() {
        return "Surroundings[" + folder + ", " + environment.keySet() + "]";
    }
}
