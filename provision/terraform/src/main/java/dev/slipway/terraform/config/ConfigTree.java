package dev.slipway.terraform.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.state.address.ModulePath;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A module with the modules it calls, by the names of the calls.
public record ConfigTree(ModulePath path, Module module, SortedMap<String, ConfigTree> children) {
    public ConfigTree {
        requireNonNull(path, "path");
        requireNonNull(module, "module");
        children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
    }

    public @Nullable ConfigTree find(ModulePath wanted) {
        ConfigTree at = this;
        for (String name : wanted.names().subList(path.names().size(), wanted.names().size())) {
            at = at.children.get(name);
            if (at == null) {
                return null;
            }
        }
        return at;
    }
}
