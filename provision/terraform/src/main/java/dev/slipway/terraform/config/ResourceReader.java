package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.ResourceAddress.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `resource`, `data`, `ephemeral`, `provisioner` and `module` blocks. Belongs to one thread.
final class ResourceReader {
    static final String RESOURCE = "This resource";

    private static final Set<String> PROVISIONERS = Set.of("local-exec", "remote-exec", "file");

    private final Statics statics;
    private final Diagnostics diagnostics;
    private final ProviderRefReader providers;

    ResourceReader(Statics statics) {
        this.statics = statics;
        this.diagnostics = statics.diagnostics();
        this.providers = new ProviderRefReader(statics);
    }

    Resource resource(Content.Block block) {
        Mode mode =
                switch (block.type()) {
                    case "data" -> Mode.DATA;
                    case "ephemeral" -> Mode.EPHEMERAL;
                    default -> Mode.MANAGED;
                };
        boolean managed = mode == Mode.MANAGED;
        Content.Partial partial =
                block.body().readPart(managed ? Schemas.RESOURCE : Schemas.DATA, diagnostics);
        Content.Found found = partial.found();
        LifecycleReader.Read read = new LifecycleReader(statics).read(found.blocks("lifecycle"));
        if (!managed) {
            checkLifecycleOfData(found.blocks("lifecycle"), mode);
        }
        Content connection = connection(found.blocks("connection"), RESOURCE);
        return new Resource(
                new ResourceAddress(mode, block.labels().get(0), block.labels().get(1)),
                repetition(found, read.enabled(), block.header()),
                providers.read(found.attributes().get("provider")),
                statics.references(found.attributes().get("depends_on")),
                read.lifecycle(),
                provisioners(found.blocks("provisioner"), connection),
                connection,
                escaped(found, partial.rest()),
                block.header());
    }

    private void checkLifecycleOfData(List<Content.Block> blocks, Mode mode) {
        Set<String> allowed = Set.of("enabled");
        for (Content.Block block : blocks) {
            Content.Found found =
                    block.body().readPart(Schemas.LIFECYCLE, new Diagnostics()).found();
            found.attributes()
                    .forEach((name, attribute) -> {
                        if (!allowed.contains(name)) {
                            diagnostics.error(
                                    "Invalid "
                                            + (mode == Mode.DATA ? "data" : "ephemeral")
                                            + " resource lifecycle argument",
                                    "The lifecycle argument \""
                                            + name
                                            + "\" is defined only for managed resources (\"resource\""
                                            + " blocks), and is not valid for "
                                            + (mode == Mode.DATA ? "data" : "ephemeral")
                                            + " resources.",
                                    attribute.nameRange());
                        }
                    });
        }
    }

    /// Arguments of the provider that have the name of a meta-argument stand in a `_` block.
    private Content escaped(Content.Found found, Content rest) {
        List<Content.Block> blocks = found.blocks("_");
        for (Content.Block extra : blocks.subList(Math.min(1, blocks.size()), blocks.size())) {
            diagnostics.error(
                    "Duplicate escaping block",
                    "The special block type \"_\" can be used only once for each resource.",
                    extra.header());
        }
        return blocks.isEmpty()
                ? rest
                : new dev.slipway.hcl.decode.OverridingContent(
                        rest, blocks.getFirst().body(), Set.of());
    }

    Repetition repetition(Content.Found found, @Nullable Expression enabled, SourceRange header) {
        Content.Attribute count = found.attributes().get("count");
        Content.Attribute forEach = found.attributes().get("for_each");
        if (count != null && forEach != null) {
            diagnostics.error(
                    "Invalid combination of \"count\" and \"for_each\"",
                    "The \"count\" and \"for_each\" meta-arguments are mutually-exclusive, only one"
                            + " should be used to be explicit about the number of resources to be"
                            + " created.",
                    forEach.nameRange());
        }
        if (enabled != null && (count != null || forEach != null)) {
            diagnostics.error(
                    "Invalid combination of \"enabled\" and repetition",
                    "The lifecycle argument \"enabled\" cannot be used together with \"count\" or"
                            + " \"for_each\".",
                    header);
        }
        if (count != null) {
            return new Repetition.Count(count.expression());
        }
        if (forEach != null) {
            return new Repetition.ForEach(forEach.expression());
        }
        return enabled == null ? Repetition.ONCE : new Repetition.Enabled(enabled);
    }

    /// `owner` is what the blocks stand in, in words.
    @Nullable Content connection(List<Content.Block> blocks, String owner) {
        if (blocks.size() > 1) {
            diagnostics.error(
                    "Duplicate connection block",
                    owner
                            + " already has a connection block at "
                            + blocks.getFirst().header()
                            + ".",
                    blocks.get(1).header());
        }
        return blocks.isEmpty() ? null : blocks.getFirst().body();
    }

    /// `connection` is that of the whole resource.
    List<Provisioner> provisioners(List<Content.Block> blocks, @Nullable Content connection) {
        List<Provisioner> provisioners = new ArrayList<>();
        for (Content.Block block : blocks) {
            String type = block.labels().getFirst();
            if (!PROVISIONERS.contains(type)) {
                diagnostics.error(
                        "Unsupported provisioner type",
                        "There is no provisioner \""
                                + type
                                + "\"; there are local-exec, remote-exec and file.",
                        block.header());
                continue;
            }
            Provisioner provisioner = provisioner(block, type);
            if (provisioner.whenDestroy()) {
                DestroyReferences.check(provisioner, connection, diagnostics);
            }
            provisioners.add(provisioner);
        }
        return provisioners;
    }

    private Provisioner provisioner(Content.Block block, String type) {
        Content.Partial partial = block.body().readPart(Schemas.PROVISIONER, diagnostics);
        Content.Found found = partial.found();
        for (Content.Block each : found.blocks("lifecycle")) {
            diagnostics.error(
                    "Reserved block type name in provisioner block",
                    "The block type name \"lifecycle\" is reserved for use by Terraform in a"
                            + " future version.",
                    each.header());
        }
        return new Provisioner(
                type,
                oneOf(found.attributes().get("when"), "create", "destroy"),
                oneOf(found.attributes().get("on_failure"), "fail", "continue"),
                connection(found.blocks("connection"), "This provisioner"),
                escaped(found, partial.rest()),
                block.header());
    }

    /// Whether it is the second of two words; the first is meant where nothing is said.
    private boolean oneOf(Content.@Nullable Attribute attribute, String first, String second) {
        String word = statics.keyword(attribute);
        if (attribute != null && !first.equals(word) && !second.equals(word)) {
            diagnostics.error(
                    "Invalid \"" + attribute.name() + "\" keyword",
                    "The \""
                            + attribute.name()
                            + "\" argument requires one of the following keywords: "
                            + (first.compareTo(second) < 0
                                    ? first + " or " + second
                                    : second + " or " + first)
                            + ".",
                    attribute.expression().range());
        }
        return second.equals(word);
    }

    @Nullable ModuleCall call(Content.Block block) {
        Content.Partial partial = block.body().readPart(Schemas.MODULE, diagnostics);
        Content.Found found = partial.found();
        Content.Attribute source = found.attributes().get("source");
        for (Content.Block each : found.blocks()) {
            diagnostics.error(
                    "Reserved block type name in module block",
                    "The block type name \""
                            + each.type()
                            + "\" is reserved for use in a future"
                            + " version.",
                    each.header());
        }
        Map<String, Content.Attribute> inputs = partial.rest().justAttributes(diagnostics);
        if (source == null) {
            return null;
        }
        Content.Attribute version = found.attributes().get("version");
        return new ModuleCall(
                block.labels().getFirst(),
                source.expression(),
                version == null ? null : version.expression(),
                repetition(found, null, block.header()),
                inputs,
                providerMap(found.attributes().get("providers")),
                statics.references(found.attributes().get("depends_on")),
                block.header());
    }

    private Map<String, ProviderRef> providerMap(Content.@Nullable Attribute attribute) {
        Map<String, ProviderRef> map = new HashMap<>();
        if (attribute == null) {
            return map;
        }
        if (!(attribute.expression() instanceof Expression.ObjectLiteral object)) {
            diagnostics.error(
                    "Invalid providers argument",
                    "A map of provider configurations is required: { NAME = NAME }.",
                    attribute.expression().range());
            return map;
        }
        for (Expression.Item item : object.items()) {
            ProviderRef inside = providers.read(item.key());
            ProviderRef outside = providers.read(item.value());
            if (inside == null || outside == null) {
                continue;
            }
            String key =
                    inside.alias().isEmpty()
                            ? inside.localName()
                            : inside.localName() + "." + inside.alias();
            if (map.put(key, outside) != null) {
                diagnostics.add(
                        Diagnostic.error(
                                "Duplicate provider address",
                                "A provider configuration was already passed to " + key + ".",
                                item.key().range()));
            }
        }
        return map;
    }
}
