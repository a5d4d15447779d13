package dev.slipway.terraform.mock;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.ConfigTree;

/// An `override_resource`, `override_data` or `override_module` block: the object `values` stands
/// for what is really there. `targetRange` is where the target is said.
public record OverrideBlock(
        Kind kind,
        Target target,
        SourceRange targetRange,
        Value values,
        boolean duringPlan,
        SourceRange range) {
    /// Whether the configuration has what is overridden, whatever instances there are.
    public boolean isIn(ConfigTree config) {
        return switch (target) {
            case Target.Module(var module) -> config.find(module.path()) != null;
            case Target.Resource(var resource) -> has(config, resource);
            case Target.Instance(var instance) -> has(config, instance.resource());
        };
    }

    private static boolean has(ConfigTree config, ResourcePath path) {
        ConfigTree tree = config.find(path.module().path());
        return tree != null && tree.module().resources().containsKey(path.resource());
    }

    /// What is overridden.
    public enum Kind {
        RESOURCE("override_resource", "values", "resources"),
        DATA("override_data", "values", "data sources"),
        MODULE("override_module", "outputs", "modules");

        private final String block;
        private final String attribute;
        private final String plural;

        Kind(String block, String attribute, String plural) {
            this.block = block;
            this.attribute = attribute;
            this.plural = plural;
        }

        /// How its block is called.
        public String block() {
            return block;
        }

        /// The attribute that has the values.
        String attribute() {
            return attribute;
        }

        String plural() {
            return plural;
        }

        boolean fits(Target target) {
            return switch (target) {
                case Target.Module _ -> this == MODULE;
                case Target.Resource resource ->
                        this == (resource.resource().resource().isManaged() ? RESOURCE : DATA);
                case Target.Instance instance ->
                        this
                                == (instance.instance().resource().resource().isManaged()
                                        ? RESOURCE
                                        : DATA);
            };
        }
    }
}
