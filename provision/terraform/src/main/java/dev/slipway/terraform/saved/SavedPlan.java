package dev.slipway.terraform.saved;

import static java.util.Objects.requireNonNull;

import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.plan.Plan;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A plan with the configuration it was made of: the files of all its modules by path, where which
/// module was installed, and the text of `.terraform.lock.hcl`, empty if there was none. Immutable.
public record SavedPlan(
        Plan plan, SortedMap<String, byte[]> files, ModuleManifest modules, String lock) {
    public SavedPlan {
        requireNonNull(plan, "plan");
        requireNonNull(modules, "modules");
        requireNonNull(lock, "lock");
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
}
