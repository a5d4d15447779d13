package dev.slipway.state.address;

import java.util.ArrayList;
import java.util.List;

/// A module in the configuration, whichever instances it has: `module.network.module.subnets`. The
/// root module's path is empty.
public record ModulePath(List<String> names) implements Comparable<ModulePath> {
    public static final ModulePath ROOT = new ModulePath(List.of());

    public ModulePath {
        names = List.copyOf(names);
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    public ModulePath child(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new ModulePath(longer);
    }

    /// The module that calls this one.
    public ModulePath parent() {
        return new ModulePath(names.subList(0, names.size() - 1));
    }

    public String last() {
        return names.getLast();
    }

    public boolean startsWith(ModulePath other) {
        return names.size() >= other.names.size()
                && names.subList(0, other.names.size()).equals(other.names);
    }

    @Override
    public int compareTo(ModulePath other) {
        return ModuleInstance.of(this).compareTo(ModuleInstance.of(other));
    }

    @Override
    public String toString() {
        return names.isEmpty() ? "" : "module." + String.join(".module.", names);
    }
}
