package dev.slipway.terraform.config;

import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.ModulePath;

/// Something in a configuration that refers to others.
public sealed interface Node {
    record OfVariable(ModulePath module, String name) implements Node {
        @Override
        public String toString() {
            return in(module, "var." + name);
        }
    }

    record OfLocal(ModulePath module, String name) implements Node {
        @Override
        public String toString() {
            return in(module, "local." + name);
        }
    }

    record OfOutput(ModulePath module, String name) implements Node {
        @Override
        public String toString() {
            return in(module, "output." + name);
        }
    }

    /// How many instances a module has.
    record OfCall(ModulePath module) implements Node {
        @Override
        public String toString() {
            return module + " (count and for_each)";
        }
    }

    record OfProvider(ModulePath module, String name) implements Node {
        @Override
        public String toString() {
            return in(module, "provider." + name);
        }
    }

    record OfResource(ConfigResource resource) implements Node {
        @Override
        public String toString() {
            return resource.toString();
        }
    }

    private static String in(ModulePath module, String name) {
        return module.isRoot() ? name : module + "." + name;
    }
}
