package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import org.jspecify.annotations.Nullable;

/// What runs before an object is destroyed may need nothing but the object: everything else may be
/// gone by then. Stateless.
final class DestroyReferences {
    private DestroyReferences() {}

    /// `connection` is that of the whole resource.
    static void check(
            Provisioner provisioner, @Nullable Content connection, Diagnostics diagnostics) {
        check(provisioner.config(), diagnostics);
        Content whole = provisioner.connection(connection);
        if (whole != null) {
            check(whole, diagnostics);
        }
    }

    private static void check(Content content, Diagnostics diagnostics) {
        for (Content.Attribute each : content.justAttributes(new Diagnostics()).values()) {
            for (Reference reference : References.of(each.expression())) {
                if (!isAllowed(reference)) {
                    diagnostics.error(
                            "Invalid reference from destroy provisioner",
                            "Destroy-time provisioners and their connection configurations may only"
                                    + " reference attributes of the related resource, via 'self',"
                                    + " 'count.index', or 'each.key'.\n\nReferences to other"
                                    + " resources during the destroy phase can cause dependency"
                                    + " cycles and interact poorly with create_before_destroy.",
                            each.expression().range());
                    break;
                }
            }
        }
    }

    private static boolean isAllowed(Reference reference) {
        return switch (reference.root()) {
            case "self", "path", "terraform", "count" -> true;
            case "each" ->
                    !reference.steps().isEmpty()
                            && reference.steps().getFirst().key().equals(Value.of("key"));
            default -> false;
        };
    }
}
