package dev.slipway.terraform.trace;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads bodies by the schemas of providers, for their expressions. What is wrong in a body was
/// told when it was loaded, and is left out here, as `dynamic` blocks are. Stateless.
public final class BodyExpressions {
    private BodyExpressions() {}

    /// What the schema knows of a body, without `dynamic` blocks; without one, its attributes.
    public static Content.Found read(Content body, @Nullable Block schema) {
        if (schema == null) {
            Map<String, Content.Attribute> attributes = body.justAttributes(new Diagnostics());
            return new Content.Found(attributes, List.of(), body.missingRange());
        }
        List<BodySchema.Attribute> attributes = new ArrayList<>();
        schema.attributes()
                .keySet()
                .forEach(name -> attributes.add(new BodySchema.Attribute(name, false)));
        List<BodySchema.Block> blocks = new ArrayList<>();
        schema.blocks()
                .forEach((type, each) ->
                        blocks.add(
                                new BodySchema.Block(
                                        type,
                                        each.nesting() == Nesting.MAP
                                                ? List.of("key")
                                                : List.of())));
        return body.readPart(new BodySchema(attributes, blocks), new Diagnostics()).found();
    }

    /// What a body refers to, `dynamic` blocks included; without a schema, what its attributes do.
    public static List<Reference> references(Content body, @Nullable Block schema) {
        if (schema != null) {
            return BlockSpecs.references(schema, body);
        }
        List<Reference> references = new ArrayList<>();
        read(body, null)
                .attributes()
                .values()
                .forEach(each -> references.addAll(References.of(each.expression())));
        return references;
    }

    /// The provider that a resource of a module is looked after by.
    public static ProviderSource provider(ConfigTree tree, Resource resource) {
        String name =
                resource.provider() == null
                        ? resource.address().impliedProvider()
                        : resource.provider().localName();
        return tree.module().providerSource(name);
    }
}
