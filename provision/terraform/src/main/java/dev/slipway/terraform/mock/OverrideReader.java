package dev.slipway.terraform.mock;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.mock.OverrideBlock.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads blocks that override objects and modules. Belongs to one thread.
public final class OverrideReader {
    private static final String DURING = "override_during";

    private final Diagnostics diagnostics;

    public OverrideReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /// The overrides among the blocks of one body; `duringPlan` where they do not say.
    public List<OverrideBlock> read(List<Content.Block> blocks, boolean duringPlan) {
        Map<Target, OverrideBlock> known = new HashMap<>();
        List<OverrideBlock> overrides = new ArrayList<>();
        for (Content.Block block : blocks) {
            for (Kind kind : Kind.values()) {
                if (block.type().equals(kind.block())) {
                    OverrideBlock override = read(block, kind, duringPlan);
                    if (override != null && isNew(override, known)) {
                        overrides.add(override);
                    }
                }
            }
        }
        return overrides;
    }

    private boolean isNew(OverrideBlock override, Map<Target, OverrideBlock> known) {
        OverrideBlock earlier = known.putIfAbsent(override.target(), override);
        if (earlier == null) {
            return true;
        }
        diagnostics.error(
                "Duplicate " + override.kind().block() + " block",
                "An "
                        + override.kind().block()
                        + " block targeting "
                        + override.target()
                        + " has already been defined at "
                        + earlier.range()
                        + ".",
                override.range());
        return false;
    }

    private @Nullable OverrideBlock read(Content.Block block, Kind kind, boolean duringPlan) {
        Content.Found found =
                block.body()
                        .read(
                                new BodySchema(
                                        List.of(
                                                new BodySchema.Attribute("target", false),
                                                new BodySchema.Attribute(kind.attribute(), false),
                                                new BodySchema.Attribute(DURING, false)),
                                        List.of()),
                                diagnostics);
        Content.Attribute place = found.attributes().get("target");
        Target target = target(place, block, kind);
        Value values = values(found.attributes().get(kind.attribute()), kind);
        boolean during = during(found.attributes().get(DURING), duringPlan);
        return target == null || place == null
                ? null
                : new OverrideBlock(kind, target, place.range(), values, during, block.header());
    }

    private @Nullable Target target(
            Content.@Nullable Attribute attribute, Content.Block block, Kind kind) {
        if (attribute == null) {
            diagnostics.error(
                    "Missing target attribute",
                    kind.block() + " blocks must specify a target address.",
                    block.header());
            return null;
        }
        Expression expression = attribute.expression();
        Reference reference = StaticReference.of(expression, diagnostics);
        if (reference == null) {
            return null;
        }
        try {
            Target target = Addresses.target(reference);
            if (kind.fits(target)) {
                return target;
            }
            diagnostics.error(
                    "Invalid override target",
                    "You can only target "
                            + kind.plural()
                            + " from "
                            + kind.block()
                            + " blocks, not "
                            + target
                            + ".",
                    attribute.range());
        } catch (AddressException e) {
            diagnostics.error("Invalid address", e.getMessage() + ".", expression.range());
        }
        return null;
    }

    private Value values(Content.@Nullable Attribute attribute, Kind kind) {
        if (attribute == null) {
            return Values.EMPTY_OBJECT;
        }
        Value value = value(attribute);
        if (value != null && !(value.type() instanceof Type.ObjectOf)) {
            diagnostics.error(
                    "Invalid " + kind.attribute() + " attribute",
                    kind.block()
                            + " blocks must specify "
                            + (kind == Kind.MODULE ? "an " : "a ")
                            + kind.attribute()
                            + " attribute that is an object.",
                    attribute.range());
        }
        return value == null ? Values.EMPTY_OBJECT : value;
    }

    /// A value that refers to nothing; null, having told why, if it is none.
    @Nullable Value value(Content.Attribute attribute) {
        if (!References.functions(attribute.expression()).isEmpty()) {
            diagnostics.error(
                    "Function calls not allowed",
                    "Functions may not be called here.",
                    attribute.expression().range());
            return null;
        }
        Evaluation evaluation =
                Evaluator.evaluate(attribute.expression(), Scope.of(Map.of(), Map.of()));
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.diagnostics().hasErrors() ? null : evaluation.value();
    }

    /// Whether values are known while planning.
    boolean during(Content.@Nullable Attribute attribute, boolean standard) {
        if (attribute == null) {
            return standard;
        }
        if (attribute.expression() instanceof Expression.Variable word) {
            if (word.name().equals("plan") || word.name().equals("apply")) {
                return word.name().equals("plan");
            }
        }
        diagnostics.error(
                "Invalid override_during value",
                "The override_during attribute must be a value of plan or apply.",
                attribute.range());
        return standard;
    }
}
