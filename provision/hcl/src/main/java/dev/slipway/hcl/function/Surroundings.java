package dev.slipway.hcl.function;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What functions see of the world: the folder that relative paths start from, the home folder for
/// `~`, the clock, and a source of chance. Immutable; the generator must be safe for many threads.
public record Surroundings(Path folder, Path home, InstantSource clock, RandomGenerator chance) {
    public Surroundings {
        requireNonNull(folder, "folder");
        requireNonNull(home, "home");
        requireNonNull(clock, "clock");
        requireNonNull(chance, "chance");
    }
}
