package dev.slipway.terraform.test;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.ProviderBlock;
import java.util.List;
import java.util.Map;

/// A test file: its runs in order, and the variables and providers that all of them have. `path` is
/// relative to the folder that is tested. Immutable.
public record TestFile(
        String path,
        Map<String, Content.Attribute> variables,
        List<ProviderBlock> providers,
        List<Run> runs) {
    /// One run. `module` is the folder of another configuration to run instead, empty for the one
    /// that is tested; runs with the same `stateKey` share a state.
    public record Run(
            String name,
            boolean plansOnly,
            String module,
            String stateKey,
            Options options,
            Map<String, Content.Attribute> variables,
            List<Condition> assertions,
            List<Reference> expectedFailures,
            SourceRange range) {
        public Run {
            variables = Map.copyOf(variables);
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
        runs = List.copyOf(runs);
    }
}
