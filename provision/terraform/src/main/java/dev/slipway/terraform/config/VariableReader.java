package dev.slipway.terraform.config;

import dev.slipway.hcl.constraint.TypeConstraint;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.Labels;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `variable` and `output` blocks. Belongs to one thread.
final class VariableReader {
    private static final Set<String> RESERVED =
            Set.of(
                    "source",
                    "version",
                    "providers",
                    "count",
                    "for_each",
                    "lifecycle",
                    "depends_on",
                    "locals");

    private final Statics statics;
    private final Diagnostics diagnostics;
    private final ConditionReader conditions;

    VariableReader(Statics statics) {
        this.statics = statics;
        this.diagnostics = statics.diagnostics();
        this.conditions = new ConditionReader(diagnostics);
    }

    Variable variable(Content.Block block) {
        String name = block.labels().getFirst();
        if (RESERVED.contains(name)) {
            diagnostics.error(
                    "Invalid variable name",
                    "The variable name \""
                            + name
                            + "\" is reserved due to its special meaning"
                            + " inside module blocks.",
                    Labels.range(block.header(), 0));
        }
        Content.Found found = block.body().read(Schemas.VARIABLE, diagnostics);
        Content.Attribute type = found.attributes().get("type");
        TypeConstraint constraint =
                type == null
                        ? TypeConstraint.ANY
                        : TypeConstraint.parse(
                                statics.inQuotesOfJson(type.expression()), diagnostics);
        boolean nullable = statics.truth(found.attributes().get("nullable"), true);
        List<Condition> validations = conditions.read(found.blocks("validation"));
        conditions.checkRefersTo(validations, name);
        return new Variable(
                name,
                statics.text(found.attributes().get("description"), ""),
                constraint,
                standard(found.attributes().get("default"), constraint, nullable),
                new Variable.Traits(
                        statics.truth(found.attributes().get("sensitive"), false),
                        nullable,
                        statics.truth(found.attributes().get("ephemeral"), false),
                        statics.text(found.attributes().get("deprecated"), "")),
                validations,
                block.header());
    }

    private @Nullable Value standard(
            Content.@Nullable Attribute attribute, TypeConstraint constraint, boolean nullable) {
        Value value = statics.value(attribute, Type.Any.DYNAMIC);
        if (attribute == null || value == null) {
            return null;
        }
        try {
            Value converted = constraint.convert(value);
            if (converted.isNull() && !nullable) {
                diagnostics.error(
                        "Invalid default value for variable",
                        "A null default value is not valid when nullable=false.",
                        attribute.expression().range());
            }
            return converted;
        } catch (ConversionException e) {
            diagnostics.error(
                    "Invalid default value for variable",
                    "This default value is not compatible with the variable's type constraint: "
                            + e.getMessage()
                            + ".",
                    attribute.expression().range());
            return Value.unknown(constraint.type());
        }
    }

    @Nullable Output output(Content.Block block) {
        Content.Found found = block.body().read(Schemas.OUTPUT, diagnostics);
        Content.Attribute value = found.attributes().get("value");
        for (Content.Block each : found.blocks("postcondition")) {
            diagnostics.error(
                    "Postconditions are not allowed",
                    "Output values can only have preconditions, not postconditions.",
                    each.header());
        }
        if (value == null) {
            return null;
        }
        return new Output(
                block.labels().getFirst(),
                statics.text(found.attributes().get("description"), ""),
                value.expression(),
                new Output.Traits(
                        statics.truth(found.attributes().get("sensitive"), false),
                        statics.truth(found.attributes().get("ephemeral"), false),
                        statics.text(found.attributes().get("deprecated"), "")),
                statics.references(found.attributes().get("depends_on")),
                conditions.read(found.blocks("precondition")),
                block.header());
    }
}
