package dev.slipway.state.address;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where objects go when what one address names is from now on named by another; both are seen from
/// a module. Stateless.
public final class Relocation {
    private Relocation() {}

    /// Where the object at `address` goes; null if it stays.
    public static @Nullable InstanceAddress of(
            ModuleInstance module, Target source, Target target, InstanceAddress address) {
        return switch (source) {
            case Target.Module(ModuleInstance from) ->
                    target instanceof Target.Module(ModuleInstance to)
                            ? inModule(within(module, from), within(module, to), address)
                            : null;
            case Target.Resource(ResourcePath from) ->
                    inResource(within(module, from), null, module, target, address);
            case Target.Instance(InstanceAddress from) ->
                    inResource(
                            within(module, from.resource()), from.key(), module, target, address);
        };
    }

    private static ModuleInstance within(ModuleInstance module, ModuleInstance inner) {
        List<ModuleInstance.Step> steps = new ArrayList<>(module.steps());
        steps.addAll(inner.steps());
        return new ModuleInstance(steps);
    }

    private static ResourcePath within(ModuleInstance module, ResourcePath inner) {
        return inner.resource().in(within(module, inner.module()));
    }

    /// Without keys at its end, a module stands for all of its instances.
    private static @Nullable InstanceAddress inModule(
            ModuleInstance from, ModuleInstance to, InstanceAddress address) {
        List<ModuleInstance.Step> steps = address.module().steps();
        int depth = from.steps().size();
        if (!new Target.Module(from).covers(address)) {
            return null;
        }
        List<ModuleInstance.Step> moved = new ArrayList<>(to.steps());
        ModuleInstance.Step last = to.steps().getLast();
        boolean keepKey =
                from.steps().getLast().key() instanceof InstanceKey.None
                        && last.key() instanceof InstanceKey.None;
        if (keepKey) {
            moved.removeLast();
            moved.add(new ModuleInstance.Step(last.name(), steps.get(depth - 1).key()));
        }
        moved.addAll(steps.subList(depth, steps.size()));
        return address.resource().resource().in(new ModuleInstance(moved)).instance(address.key());
    }

    private static @Nullable InstanceAddress inResource(
            ResourcePath from,
            @Nullable InstanceKey key,
            ModuleInstance module,
            Target to,
            InstanceAddress address) {
        boolean fits =
                address.resource().equals(from) && (key == null || key.equals(address.key()));
        if (!fits) {
            return null;
        }
        return switch (to) {
            case Target.Resource(ResourcePath path) ->
                    within(module, path).instance(key == null ? address.key() : InstanceKey.NONE);
            case Target.Instance(InstanceAddress instance) ->
                    key == null && !(address.key() instanceof InstanceKey.None)
                            ? null
                            : within(module, instance.resource()).instance(instance.key());
            case Target.Module _ -> null;
        };
    }
}
