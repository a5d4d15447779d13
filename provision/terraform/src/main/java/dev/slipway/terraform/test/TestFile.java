package dev.slipway.terraform.test;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.ProviderRef;
import dev.slipway.terraform.mock.Mock;
import dev.slipway.terraform.mock.OverrideBlock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A test file: its runs in order, and the variables, providers and overrides that all of them
/// have. `path` is relative to the folder that is tested. Immutable.
public record TestFile(
        String path,
        Map<String, Content.Attribute> variables,
        List<ProviderBlock> providers,
        List<Mock> mocks,
        List<OverrideBlock> overrides,
        List<Run> runs) {
    /// One run. `module` is the folder of another configuration to run instead, empty for the one
    /// that is tested; runs with the same `stateKey` share a state. `providers` are by the names
    /// that the configuration has for them; null: those of the file by their own names. One that is
    /// `parallel` may be carried out beside others.
    public record Run(
            String name,
            boolean plansOnly,
            String module,
            String stateKey,
            boolean parallel,
            Options options,
            Map<String, Content.Attribute> variables,
            @Nullable Map<String, ProviderRef> providers,
            List<OverrideBlock> overrides,
            List<Condition> assertions,
            List<Reference> expectedFailures,
            SourceRange range) {
        public Run {
            variables = Map.copyOf(variables);
            providers = providers == null ? null : Map.copyOf(providers);
            overrides = List.copyOf(overrides);
            assertions = List.copyOf(assertions);
            expectedFailures = List.copyOf(expectedFailures);
        }
    }

    /// What `plan_options` says.
    public record Options(
            boolean refreshOnly, boolean refresh, List<Target> targets, List<Target> replace) {
        public static final Options NONE = new Options(false, true, List.of(), List.of());

        public Options {
            targets = List.copyOf(targets);
            replace = List.copyOf(replace);
        }
    }

    public TestFile {
        variables = Map.copyOf(variables);
        providers = List.copyOf(providers);
        mocks = List.copyOf(mocks);
        overrides = List.copyOf(overrides);
        runs = List.copyOf(runs);
    }
}
