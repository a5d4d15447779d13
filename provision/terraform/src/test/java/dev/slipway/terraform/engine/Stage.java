package dev.slipway.terraform.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.State;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.builtin.BuiltInProvider;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.remote.RemoteHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A configuration in a folder that is planned and applied in memory, with the built-in provider
/// and the test provider in this process, whose objects are in the folder `objects`.
final class Stage {
    static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    final Path folder;
    final Map<String, Value> variables = new TreeMap<>();
    State state = State.empty("1.11.4", "test");
    RunListener listener = RunListener.NONE;
    private final Engine engine;

    Stage(Path folder) {
        this.folder = folder;
        this.engine =
                new Engine(
                        new BuiltIns(folder.resolve("objects")),
                        new Surroundings(folder, folder, Clock.systemUTC(), new Random(1)),
                        RemoteHosts.NONE);
    }

    /// Makes the test provider known to the root module.
    Stage withTestProvider() {
        return write(
                "versions.tf",
                """
                terraform {
                  required_providers {
                    slipwaytest = { source = "slipway/slipwaytest" }
                  }
                }
                """);
    }

    Stage write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigTree config() {
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree tree =
                new ConfigLoader(folder, new ModuleManifest(Map.of()), diagnostics).load(variables);
        assertThat(diagnostics.list()).isEmpty();
        return tree;
    }

    PlanOptions options() {
        return PlanOptions.normal(variables, NOW);
    }

    PlanOutcome outcome(PlanOptions options) {
        return engine.plan(config(), state, options, listener);
    }

    GeneratedOutcome generate() {
        return engine.generate(config(), state, options(), listener);
    }

    PlanOutcome importObject(String address, String id) {
        try {
            Engine.ImportRequest request =
                    new Engine.ImportRequest(Addresses.instance(address), id);
            return engine.importObject(config(), state, options(), request, listener);
        } catch (AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Plan plan() {
        return plan(options());
    }

    Plan plan(PlanOptions options) {
        PlanOutcome outcome = outcome(options);
        assertThat(outcome.diagnostics()).isEmpty();
        return requireNonNull(outcome.plan());
    }

    List<String> problems() {
        return outcome(options()).diagnostics().stream().map(Diagnostic::summary).toList();
    }

    List<String> validate() {
        return engine.validate(config()).stream().map(Diagnostic::summary).toList();
    }

    InstanceAddress addressOf(String text) {
        try {
            return Addresses.instance(text);
        } catch (AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    ApplyOutcome apply(Plan plan) {
        return apply(plan, new Cancellation());
    }

    ApplyOutcome apply(Plan plan, Cancellation cancellation) {
        ApplyOutcome outcome =
                engine.apply(
                        config(),
                        plan,
                        new Engine.Application(
                                (_, _, _) -> {}, variables, listener, cancellation, 10));
        state = outcome.state();
        return outcome;
    }

    ApplyOutcome apply() {
        ApplyOutcome outcome = apply(plan());
        assertThat(outcome.diagnostics()).isEmpty();
        return outcome;
    }

    static Map<String, Action> actions(Plan plan) {
        Map<String, Action> actions = new LinkedHashMap<>();
        plan.changes().forEach(each -> actions.put(each.address().toString(), each.action()));
        return actions;
    }

    static ResourceChange change(Plan plan, String address) {
        return plan.changes().stream()
                .filter(each -> each.address().toString().equals(address))
                .findFirst()
                .orElseThrow();
    }

    Value output(String name) {
        return requireNonNull(state.outputs().get(name)).value();
    }

    ObjectState object(String address) {
        try {
            InstanceState instance = state.instance(Addresses.instance(address));
            return requireNonNull(requireNonNull(instance).current());
        } catch (AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    List<String> addresses() {
        return state.resources().entrySet().stream()
                .flatMap(each ->
                        each.getValue().instances().keySet().stream()
                                .map(key -> new InstanceAddress(each.getKey(), key).toString()))
                .toList();
    }

    /// Nothing is installed.
    private static final class BuiltIns implements Providers {
        private final Path objects;

        BuiltIns(Path objects) {
            this.objects = objects;
        }

        @Override
        public ProviderSchema schema(ProviderSource source) {
            return isTest(source) ? test().schema() : BuiltInProvider.ofAll();
        }

        @Override
        public Provider start(ProviderSource source) {
            return isTest(source)
                    ? test()
                    : new BuiltInProvider(
                            new Random(1),
                            (_, _, _) -> {
                                throw new dev.slipway.state.StateException(
                                        "there is no other state");
                            });
        }

        private TestProvider test() {
            try {
                return new TestProvider(Files.createDirectories(objects));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isTest(ProviderSource source) {
            if (!source.isBuiltIn() && !source.equals(TestProvider.SOURCE)) {
                throw new ProviderException(source + " is not installed");
            }
            return source.equals(TestProvider.SOURCE);
        }

        @Override
        public void close() {
            // What was started ends with its run.
        }
    }
}
