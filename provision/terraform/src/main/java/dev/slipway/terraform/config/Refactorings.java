package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ResourcePath;
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
            Target from,
            boolean destroy,
            List<Provisioner> provisioners,
            @Nullable Content connection,
            SourceRange range) {
        public Removed {
            provisioners = List.copyOf(provisioners);
        }
    }

    /// An `import` block. `to` is a resource or an instance of it; where `toKey` is there, that is
    /// the instance's key, which may refer to `each`. `place` is where `to` is written.
    public record Import(
            Target to,
            @Nullable Expression toKey,
            @Nullable Expression id,
            @Nullable Expression identity,
            @Nullable Expression forEach,
            @Nullable ProviderRef provider,
            SourceRange place,
            SourceRange range) {
        /// What is imported into, relative to the module of the block.
        public ResourcePath path() {
            return switch (to) {
                case Target.Resource(ResourcePath path) -> path;
                case Target.Instance(InstanceAddress address) -> address.resource();
                case Target.Module(var module) ->
                        throw new IllegalStateException(module + " is no resource");
            };
        }

        /// What is imported into by a block of this module.
        public ConfigResource resource(ModulePath module) {
            ModulePath at = module;
            for (String name : path().module().path().names()) {
                at = at.child(name);
            }
            return path().resource().in(at);
        }
    }

    public Refactorings {
        moved = List.copyOf(moved);
        removed = List.copyOf(removed);
        imports = List.copyOf(imports);
    }
}
