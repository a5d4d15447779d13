package dev.slipway.terraform.config;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.version.VersionConstraints;
import dev.slipway.terraform.version.VersionException;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which providers a configuration needs, and in which versions: what its modules say, and what
/// follows from the names of their resources. Stateless.
public final class ProviderRequirements {
    private ProviderRequirements() {}

    /// Of a module and all below it. A constraint that is wrong becomes a diagnostic.
    public static SortedMap<ProviderSource, VersionConstraints> of(
            ConfigTree tree, Diagnostics diagnostics) {
        SortedMap<ProviderSource, VersionConstraints> needed = new TreeMap<>();
        collect(tree, needed, diagnostics);
        return needed;
    }

    private static void collect(
            ConfigTree tree,
            SortedMap<ProviderSource, VersionConstraints> needed,
            Diagnostics diagnostics) {
        ofModule(tree.module(), diagnostics)
                .forEach((source, each) -> needed.merge(source, each, VersionConstraints::and));
        tree.children().values().forEach(child -> collect(child, needed, diagnostics));
    }

    /// Of one module by itself; built-in providers are not among them.
    public static SortedMap<ProviderSource, VersionConstraints> ofModule(
            Module module, Diagnostics diagnostics) {
        SortedMap<ProviderSource, VersionConstraints> needed = new TreeMap<>();
        for (RequiredProvider each : module.settings().requiredProviders().values()) {
            add(each.source(), constraints(each, diagnostics), needed);
        }
        for (ProviderBlock each : module.providers()) {
            add(module.providerSource(each.localName()), VersionConstraints.NONE, needed);
        }
        for (Resource each : module.resources().values()) {
            ProviderRef ref = each.provider();
            String name = ref == null ? each.address().impliedProvider() : ref.localName();
            add(module.providerSource(name), VersionConstraints.NONE, needed);
        }
        for (Refactorings.Import each : module.refactorings().imports()) {
            ProviderRef ref = each.provider();
            String name = ref == null ? each.path().resource().impliedProvider() : ref.localName();
            add(module.providerSource(name), VersionConstraints.NONE, needed);
        }
        return needed;
    }

    /// Whether resources of the built-in provider are declared.
    public static boolean usesBuiltIn(ConfigTree tree) {
        return tree.module().resources().values().stream()
                        .anyMatch(each -> {
                            ProviderRef ref = each.provider();
                            String name =
                                    ref == null
                                            ? each.address().impliedProvider()
                                            : ref.localName();
                            return tree.module().providerSource(name).isBuiltIn();
                        })
                || tree.children().values().stream().anyMatch(ProviderRequirements::usesBuiltIn);
    }

    private static void add(
            ProviderSource source,
            VersionConstraints constraints,
            SortedMap<ProviderSource, VersionConstraints> needed) {
        if (!source.isBuiltIn()) {
            needed.merge(source, constraints, VersionConstraints::and);
        }
    }

    private static VersionConstraints constraints(
            RequiredProvider provider, Diagnostics diagnostics) {
        try {
            return VersionConstraints.parse(provider.constraint());
        } catch (VersionException e) {
            diagnostics.error(
                    "Invalid version constraint",
                    String.valueOf(e.getMessage()) + ".",
                    provider.range());
            return VersionConstraints.NONE;
        }
    }
}
