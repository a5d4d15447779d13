package dev.slipway.terraform.mock;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.engine.StandIns;
import dev.slipway.terraform.mock.OverrideBlock.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who plays what in one run of a test. Of several overrides for an object the one that names the
/// instance counts, then the one that comes first; those of a mocked provider come after all
/// others, its defaults at last. Immutable.
public final class Cast implements StandIns {
    private final Map<ProviderAddress, Mock> mocks;
    private final List<OverrideBlock> overrides;
    private final String seed;

    /// @param overrides those that count more first
    /// @param seed the same seed, the same made-up values
    public Cast(Map<ProviderAddress, Mock> mocks, List<OverrideBlock> overrides, String seed) {
        this.mocks = Map.copyOf(mocks);
        this.overrides = List.copyOf(overrides);
        this.seed = requireNonNull(seed, "seed");
    }

    @Override
    public boolean isPlayed(ProviderAddress provider) {
        return mocks.containsKey(provider);
    }

    @Override
    public Provider of(InstanceAddress object, ProviderAddress address, Provider provider) {
        Mock mock = mocks.get(address);
        MockedProvider.Part part = part(object, mock);
        return part == null ? provider : new MockedProvider(provider, part);
    }

    private MockedProvider.@Nullable Part part(InstanceAddress object, @Nullable Mock mock) {
        MadeUp madeUp = new MadeUp(seed + " " + object + " ");
        OverrideBlock own = override(object, mock);
        if (own != null) {
            return new MockedProvider.Part(
                    own.values(), own.range().toString(), own.duringPlan(), madeUp);
        }
        if (mock == null) {
            return null;
        }
        boolean isData = object.resource().resource().mode() == ResourceAddress.Mode.DATA;
        Mock.Defaults defaults = mock.defaults(object.type(), isData);
        return defaults == null
                ? new MockedProvider.Part(Values.EMPTY_OBJECT, "", mock.duringPlan(), madeUp)
                : new MockedProvider.Part(
                        defaults.values(),
                        defaults.range().toString(),
                        defaults.duringPlan(),
                        madeUp);
    }

    private @Nullable OverrideBlock override(InstanceAddress object, @Nullable Mock mock) {
        OverrideBlock own = find(overrides, object);
        return own == null && mock != null ? find(mock.overrides(), object) : own;
    }

    @Override
    public boolean isOverridden(InstanceAddress object, ProviderAddress address) {
        return override(object, mocks.get(address)) != null;
    }

    private static @Nullable OverrideBlock find(
            List<OverrideBlock> overrides, InstanceAddress object) {
        OverrideBlock exact =
                first(
                        overrides,
                        each ->
                                each.target() instanceof Target.Instance target
                                        && target.covers(object));
        return exact != null
                ? exact
                : first(
                        overrides,
                        each ->
                                each.target() instanceof Target.Resource target
                                        && target.covers(object));
    }

    private static @Nullable OverrideBlock first(
            List<OverrideBlock> overrides, Predicate<OverrideBlock> wanted) {
        return overrides.stream().filter(wanted).findFirst().orElse(null);
    }

    @Override
    public @Nullable Map<String, Value> outputs(ModuleInstance module) {
        if (module.isRoot()) {
            return null;
        }
        OverrideBlock own =
                first(
                        overrides,
                        each ->
                                each.kind() == Kind.MODULE
                                        && each.target() instanceof Target.Module(var target)
                                        && target.equals(module));
        if (own == null) {
            own =
                    first(
                            overrides,
                            each -> each.kind() == Kind.MODULE && everyInstance(each, module));
        }
        return own != null && own.values() instanceof Value.Mapping outputs
                ? outputs.elements()
                : null;
    }

    /// Without a key, every instance of the last call is meant.
    private static boolean everyInstance(OverrideBlock override, ModuleInstance module) {
        int last = module.steps().size() - 1;
        ModuleInstance keyless =
                module.parent().child(module.steps().get(last).name(), InstanceKey.NONE);
        return override.target() instanceof Target.Module(var target) && target.equals(keyless);
    }
}
