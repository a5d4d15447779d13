package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import java.util.List;

/// Finds where in a body a part of its value is written. Stateless.
public final class BodyRanges {
    private BodyRanges() {}

    /// The place of the part, or the nearest around it that can be told; `block` where nothing can.
    public static SourceRange find(Content body, ValuePath path, SourceRange block) {
        Content at = body;
        SourceRange nearest = block;
        int step = 0;
        while (step < path.steps().size()
                && path.steps().get(step) instanceof ValuePath.Step.Attribute(String name)) {
            Content.Found found =
                    at.readPart(
                                    new BodySchema(
                                            List.of(new BodySchema.Attribute(name, false)),
                                            List.of(new BodySchema.Block(name, List.of()))),
                                    new Diagnostics())
                            .found();
            Content.Attribute attribute = found.attributes().get(name);
            if (attribute != null) {
                return attribute.expression().range();
            }
            List<Content.Block> blocks = found.blocks(name);
            int index = index(path, step + 1);
            if (index >= blocks.size()) {
                return nearest;
            }
            nearest = blocks.get(index).header();
            at = blocks.get(index).body();
            step += 2;
        }
        return nearest;
    }

    private static int index(ValuePath path, int step) {
        if (step < path.steps().size()
                && path.steps().get(step)
                        instanceof ValuePath.Step.Index(Value.Numeric(BigFloat number))) {
            Long exact = number.toLongExact();
            return exact == null || exact < 0 || exact > Integer.MAX_VALUE ? 0 : exact.intValue();
        }
        return 0;
    }
}
