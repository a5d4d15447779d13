package dev.slipway.hcl.decode;

import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A body whose attributes and blocks take the place of those of another, as override files do: an
/// attribute replaces the one of its name, blocks of a type replace all of that type. Blocks of the
/// types in `merged` become one block that overrides the other in turn.
public record OverridingContent(Content original, Content override, Set<String> merged)
        implements Content {
    private static final String DYNAMIC = "dynamic";

    public OverridingContent {
        merged = Set.copyOf(merged);
    }

    @Override
    public Found read(BodySchema schema, Diagnostics diagnostics) {
        BodySchema optional = withoutRequired(schema);
        return together(
                schema,
                original.read(optional, diagnostics),
                override.read(optional, diagnostics),
                diagnostics);
    }

    @Override
    public Partial readPart(BodySchema schema, Diagnostics diagnostics) {
        BodySchema optional = withoutRequired(schema);
        Partial below = original.readPart(optional, diagnostics);
        Partial above = override.readPart(optional, diagnostics);
        Found found = together(schema, below.found(), above.found(), diagnostics);
        return new Partial(found, new OverridingContent(below.rest(), above.rest(), merged));
    }

    /// What one of the two lacks the other may have.
    private static BodySchema withoutRequired(BodySchema schema) {
        return new BodySchema(
                schema.attributes().stream()
                        .map(each -> new BodySchema.Attribute(each.name(), false))
                        .toList(),
                schema.blocks());
    }

    private Found together(BodySchema schema, Found below, Found above, Diagnostics diagnostics) {
        Map<String, Attribute> attributes = new LinkedHashMap<>(below.attributes());
        attributes.putAll(above.attributes());
        for (BodySchema.Attribute each : schema.attributes()) {
            if (each.required() && !attributes.containsKey(each.name())) {
                diagnostics.error(
                        "Missing required argument",
                        "The argument \""
                                + each.name()
                                + "\" is required, but no definition was found.",
                        missingRange());
            }
        }
        return new Found(attributes, blocks(below.blocks(), above.blocks()), missingRange());
    }

    private List<Block> blocks(List<Block> below, List<Block> above) {
        Set<String> replaced = new HashSet<>();
        above.forEach(each -> replaced.add(typeOf(each)));
        List<Block> blocks = new ArrayList<>();
        for (Block each : below) {
            if (!replaced.contains(typeOf(each))) {
                blocks.add(each);
            }
        }
        for (Block each : above) {
            Block old = merged.contains(each.type()) ? first(below, each.type()) : null;
            blocks.add(old == null ? each : merge(old, each));
        }
        return blocks;
    }

    private static Block merge(Block old, Block each) {
        return new Block(
                each.type(),
                each.labels(),
                new OverridingContent(old.body(), each.body(), Set.of()),
                each.header());
    }

    private static @Nullable Block first(List<Block> blocks, String type) {
        return blocks.stream().filter(each -> each.type().equals(type)).findFirst().orElse(null);
    }

    /// A `dynamic` block counts as the blocks it stands for.
    private static String typeOf(Block block) {
        return block.type().equals(DYNAMIC) && !block.labels().isEmpty()
                ? block.labels().getFirst()
                : block.type();
    }

    @Override
    public Map<String, Attribute> justAttributes(Diagnostics diagnostics) {
        Map<String, Attribute> attributes =
                new LinkedHashMap<>(original.justAttributes(diagnostics));
        attributes.putAll(override.justAttributes(diagnostics));
        return attributes;
    }

    @Override
    public SourceRange missingRange() {
        return original.missingRange();
    }

    @Override
    public @Nullable Scope scope() {
        return override.scope();
    }

    @Override
    public Content in(Scope inner) {
        return new OverridingContent(original.in(inner), override.in(inner), merged);
    }
}
