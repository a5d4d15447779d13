package dev.slipway.terraform.config;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.state.address.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened to objects since the state was written, in the order of the source.
public record Refactorings(List<Moved> moved, List<Removed> removed, List<Import> imports) {
    public static final Refactorings NONE = new Refactorings(List.of(), List.of(), List.of());

    /// A `moved` block; addresses are relative to its module.
    public record Moved(Target from, Target to, SourceRange range) {}

    /// A `removed` block: whether objects are destroyed, or only forgotten.
    public record Removed(
            Target from, boolean destroy, List<Provisioner> provisioners, SourceRange range) {
        public Removed {
            provisioners = List.copyOf(provisioners);
        }
    }

    /// An `import` block. `to` may have a key that refers to `each`.
    public record Import(
            Reference to,
            @Nullable Expression toKey,
            @Nullable Expression id,
            @Nullable Expression identity,
            @Nullable Expression forEach,
            @Nullable ProviderRef provider,
            SourceRange range) {}

    public Refactorings {
        moved = List.copyOf(moved);
        removed = List.copyOf(removed);
        imports = List.copyOf(imports);
    }
}
