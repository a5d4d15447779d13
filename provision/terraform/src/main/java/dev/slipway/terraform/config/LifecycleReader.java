package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `lifecycle` blocks. Belongs to one thread.
final class LifecycleReader {
    private final Statics statics;
    private final Diagnostics diagnostics;

    LifecycleReader(Statics statics) {
        this.statics = statics;
        this.diagnostics = statics.diagnostics();
    }

    /// What a block says, and whether there are instances at all.
    record Read(Lifecycle lifecycle, @Nullable Expression enabled) {}

    Read read(List<Content.Block> blocks) {
        if (blocks.isEmpty()) {
            return new Read(Lifecycle.NONE, null);
        }
        for (Content.Block extra : blocks.subList(1, blocks.size())) {
            diagnostics.error(
                    "Duplicate lifecycle block",
                    "This resource already has a lifecycle block at "
                            + blocks.getFirst().header()
                            + ".",
                    extra.header());
        }
        Content.Found found = blocks.getFirst().body().read(Schemas.LIFECYCLE, diagnostics);
        ConditionReader conditions = new ConditionReader(diagnostics);
        Content.Attribute first = found.attributes().get("create_before_destroy");
        Lifecycle lifecycle =
                new Lifecycle(
                        first == null ? null : statics.truth(first, false),
                        expression(found.attributes().get("prevent_destroy")),
                        statics.truth(found.attributes().get("destroy"), true),
                        ignore(found.attributes().get("ignore_changes")),
                        triggers(found.attributes().get("replace_triggered_by")),
                        conditions.read(found.blocks("precondition")),
                        conditions.read(found.blocks("postcondition")));
        return new Read(lifecycle, expression(found.attributes().get("enabled")));
    }

    private static @Nullable Expression expression(Content.@Nullable Attribute attribute) {
        return attribute == null ? null : attribute.expression();
    }

    private Lifecycle.Ignore ignore(Content.@Nullable Attribute attribute) {
        if (attribute == null) {
            return Lifecycle.NONE.ignore();
        }
        if ("all".equals(statics.keyword(attribute))) {
            return new Lifecycle.Ignore(true, List.of(), List.of());
        }
        List<ValuePath> paths = new ArrayList<>();
        List<Reference> references = new ArrayList<>();
        List<Expression> elements = statics.elements(attribute);
        for (Expression each : elements) {
            if ("*".equals(Statics.keyword(each))) {
                if (elements.size() == 1) {
                    return new Lifecycle.Ignore(true, List.of(), List.of());
                }
                diagnostics.error(
                        "Invalid ignore_changes wildcard",
                        "The wildcard must stand alone; write ignore_changes = all.",
                        each.range());
                continue;
            }
            Reference reference = statics.reference(each);
            if (reference != null) {
                paths.add(path(reference));
                references.add(reference);
            }
        }
        return new Lifecycle.Ignore(false, paths, references);
    }

    /// A reference whose root is an attribute of the resource.
    private static ValuePath path(Reference reference) {
        ValuePath path = ValuePath.ROOT.attribute(reference.root());
        for (Reference.Step step : reference.steps()) {
            path =
                    step.isAttribute()
                            ? path.attribute(((Value.Text) step.key()).text())
                            : path.index(step.key());
        }
        return path;
    }

    private List<Expression> triggers(Content.@Nullable Attribute attribute) {
        List<Expression> triggers = new ArrayList<>();
        for (Expression each : statics.elements(attribute)) {
            Expression unquoted = statics.unquoted(each);
            if (unquoted != null) {
                triggers.add(unquoted);
            }
        }
        return triggers;
    }
}
