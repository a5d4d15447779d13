package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.Refactorings.Import;
import dev.slipway.terraform.config.Refactorings.Moved;
import dev.slipway.terraform.config.Refactorings.Removed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `moved`, `removed` and `import` blocks. Belongs to one thread.
final class RefactoringReader {
    private final Statics statics;
    private final Diagnostics diagnostics;
    private final List<Moved> moved = new ArrayList<>();
    private final List<Removed> removed = new ArrayList<>();
    private final List<Import> imports = new ArrayList<>();

    RefactoringReader(Statics statics) {
        this.statics = statics;
        this.diagnostics = statics.diagnostics();
    }

    Refactorings refactorings() {
        return new Refactorings(moved, removed, imports);
    }

    void moved(Content.Block block) {
        Content.Found found = block.body().read(Schemas.MOVED, diagnostics);
        Target from = target(found.attributes().get("from"));
        Target to = target(found.attributes().get("to"));
        if (from == null || to == null) {
            return;
        }
        if (isModule(from) != isModule(to)) {
            diagnostics.error(
                    "Invalid \"moved\" addresses",
                    "The \"from\" and \"to\" addresses must either both refer to resources or both"
                            + " refer to modules.",
                    block.header());
            return;
        }
        if (from.equals(to)) {
            diagnostics.error(
                    "Redundant move statement",
                    "This statement declares a move from " + from + " to the same address.",
                    block.header());
            return;
        }
        moved.add(new Moved(from, to, block.header()));
    }

    void removed(Content.Block block) {
        Content.Found found = block.body().read(Schemas.REMOVED, diagnostics);
        Target from = target(found.attributes().get("from"));
        boolean destroy = true;
        for (Content.Block lifecycle : found.blocks("lifecycle")) {
            Content.Found inner = lifecycle.body().read(Schemas.REMOVED_LIFECYCLE, diagnostics);
            destroy = statics.truth(inner.attributes().get("destroy"), true);
        }
        ResourceReader resources = new ResourceReader(statics);
        Content connection =
                resources.connection(found.blocks("connection"), ResourceReader.RESOURCE);
        List<Provisioner> provisioners =
                resources.provisioners(found.blocks("provisioner"), connection);
        for (Provisioner each : provisioners) {
            if (!each.whenDestroy()) {
                diagnostics.error(
                        "Invalid provisioner block",
                        "Only destroy-time provisioners are valid in \"removed\" blocks. To declare"
                                + " a destroy-time provisioner, use: when = destroy.",
                        each.range());
            }
        }
        if (from != null) {
            checkWhatIsRemoved(from, block);
            removed.add(new Removed(from, destroy, provisioners, connection, block.header()));
        }
    }

    private void checkWhatIsRemoved(Target from, Content.Block block) {
        boolean keyed =
                switch (from) {
                    case Target.Instance _ -> true;
                    case Target.Resource(var resource) -> hasKey(resource.module());
                    case Target.Module(var module) -> hasKey(module);
                };
        boolean data =
                from instanceof Target.Resource(var resource)
                        && resource.resource().mode() == ResourceAddress.Mode.DATA;
        if (keyed || data) {
            diagnostics.error(
                    data ? "Data source address not allowed" : "Resource instance keys not allowed",
                    "The \"from\" address of a \"removed\" block names a managed resource or a"
                            + " module with all of its instances, not "
                            + from
                            + ".",
                    block.header());
        }
    }

    private static boolean hasKey(ModuleInstance module) {
        return module.steps().stream().anyMatch(step -> !(step.key() instanceof InstanceKey.None));
    }

    void imported(Content.Block block) {
        Content.Found found = block.body().read(Schemas.IMPORT, diagnostics);
        Content.Attribute to = found.attributes().get("to");
        Content.Attribute id = found.attributes().get("id");
        Content.Attribute identity = found.attributes().get("identity");
        if (id == null && identity == null) {
            diagnostics.error(
                    "Missing required argument",
                    "The argument \"id\" is required, but no definition was found.",
                    found.missingRange());
            return;
        }
        if (id != null && identity != null) {
            diagnostics.error(
                    "Invalid import block",
                    "An import block has either \"id\" or \"identity\", not both.",
                    block.header());
            return;
        }
        if (to == null) {
            return;
        }
        Expression address = statics.unquoted(to.expression());
        Expression key = null;
        if (address instanceof Expression.Index index && Reference.of(address) == null) {
            key = index.key();
            address = index.collection();
        }
        Reference reference = address == null ? null : statics.reference(address);
        Target target = reference == null ? null : resource(reference, to);
        if (target == null) {
            return;
        }
        if (key == null) {
            refuseSecond(target, to);
        }
        Content.Attribute forEach = found.attributes().get("for_each");
        imports.add(
                new Import(
                        target,
                        key,
                        id == null ? null : id.expression(),
                        identity == null ? null : identity.expression(),
                        forEach == null ? null : forEach.expression(),
                        new ProviderRefReader(statics).read(found.attributes().get("provider")),
                        to.expression().range(),
                        block.header()));
    }

    private void refuseSecond(Target target, Content.Attribute to) {
        for (Import each : imports) {
            if (each.toKey() == null && each.to().equals(target)) {
                diagnostics.error(
                        "Duplicate import configuration for \"" + target + "\"",
                        "An object is imported there by the block at " + each.range() + " already.",
                        to.expression().range());
            }
        }
    }

    private @Nullable Target resource(Reference reference, Content.Attribute to) {
        Target target;
        try {
            target = Addresses.target(reference);
        } catch (AddressException e) {
            diagnostics.error(
                    "Invalid address", String.valueOf(e.getMessage()), to.expression().range());
            return null;
        }
        if (isModule(target)) {
            diagnostics.error(
                    "Invalid import address",
                    "The \"to\" address of an import block names a resource, not a module.",
                    to.expression().range());
            return null;
        }
        return target;
    }

    private @Nullable Target target(Content.@Nullable Attribute attribute) {
        Reference reference = attribute == null ? null : statics.reference(attribute.expression());
        if (attribute == null || reference == null) {
            return null;
        }
        try {
            return Addresses.target(reference);
        } catch (AddressException e) {
            diagnostics.error(
                    "Invalid address",
                    String.valueOf(e.getMessage()),
                    attribute.expression().range());
            return null;
        }
    }

    private static boolean isModule(Target target) {
        return target instanceof Target.Module;
    }
}
