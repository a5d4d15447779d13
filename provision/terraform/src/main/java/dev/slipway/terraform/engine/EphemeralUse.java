package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Schema;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.config.BodyRanges;
import dev.slipway.terraform.config.Resource;

/// Refuses values that must not be kept where they would be. Stateless.
final class EphemeralUse {
    private EphemeralUse() {}

    static void refuse(
            Resource resource,
            String address,
            Schema schema,
            Value config,
            Diagnostics diagnostics) {
        Marks.of(config)
                .forEach((path, marks) -> {
                    if (marks.contains(Mark.EPHEMERAL) && !isWriteOnly(schema, path)) {
                        SourceRange block = resource.config().missingRange();
                        diagnostics.error(
                                "Invalid use of ephemeral value",
                                "Ephemeral values are not valid for "
                                        + address
                                        + path
                                        + ", because it is kept in the state.",
                                BodyRanges.find(resource.config(), path, block));
                    }
                });
    }

    private static boolean isWriteOnly(Schema schema, ValuePath path) {
        if (path.steps().isEmpty()
                || !(path.steps().getFirst() instanceof ValuePath.Step.Attribute(String name))) {
            return false;
        }
        Attribute attribute = schema.block().attributes().get(name);
        return attribute != null && attribute.use().isWriteOnly();
    }
}
