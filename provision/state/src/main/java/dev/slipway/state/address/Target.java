package dev.slipway.state.address;

import static java.util.Objects.requireNonNull;

/// What `-target`, `-exclude`, `-replace`, `moved` and the state commands name: a module, all its
/// instances or one of them, a resource, or one instance of it.
public sealed interface Target {
    boolean covers(InstanceAddress address);

    /// Everything in a module's instance and below.
    record Module(ModuleInstance module) implements Target {
        public Module {
            requireNonNull(module, "module");
        }

        /// Without a key, every instance of the last call is meant.
        @Override
        public boolean covers(InstanceAddress address) {
            var steps = address.module().steps();
            int depth = module.steps().size();
            if (steps.size() < depth) {
                return false;
            }
            for (int i = 0; i < depth; i++) {
                ModuleInstance.Step wanted = module.steps().get(i);
                ModuleInstance.Step found = steps.get(i);
                boolean every = i == depth - 1 && wanted.key() instanceof InstanceKey.None;
                if (!wanted.name().equals(found.name())
                        || (!every && !wanted.key().equals(found.key()))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return module.toString();
        }
    }

    /// All instances of a resource.
    record Resource(ResourcePath resource) implements Target {
        public Resource {
            requireNonNull(resource, "resource");
        }

        @Override
        public boolean covers(InstanceAddress address) {
            return address.resource().equals(resource);
        }

        @Override
        public String toString() {
            return resource.toString();
        }
    }

    /// One instance.
    record Instance(InstanceAddress instance) implements Target {
        public Instance {
            requireNonNull(instance, "instance");
        }

        @Override
        public boolean covers(InstanceAddress address) {
            return address.equals(instance);
        }

        @Override
        public String toString() {
            return instance.toString();
        }
    }
}
