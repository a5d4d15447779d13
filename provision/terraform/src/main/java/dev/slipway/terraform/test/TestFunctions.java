package dev.slipway.terraform.test;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.function.Surroundings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Functions that variables and providers of tests may call. Stateless.
public final class TestFunctions {
    public static final Map<String, Function> ALL =
            dev.slipway.hcl.function.Functions.all(
                    new Surroundings(
                            Path.of(""),
                            Path.of(System.getProperty("user.home", "")),
                            InstantSource.system(),
                            RandomGenerator.getDefault()));

    private TestFunctions() {}
}
