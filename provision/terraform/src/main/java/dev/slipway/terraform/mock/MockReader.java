package dev.slipway.terraform.mock;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.mock.Mock.Defaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `mock_provider` blocks, and the files with mock data that they name. Belongs to one
/// thread.
public final class MockReader {
    private static final List<BodySchema.Block> DATA =
            List.of(
                    new BodySchema.Block("mock_resource", List.of("type")),
                    new BodySchema.Block("mock_data", List.of("type")),
                    new BodySchema.Block("override_resource", List.of()),
                    new BodySchema.Block("override_data", List.of()));
    private static final BodySchema PROVIDER =
            schema(List.of("alias", "source", "override_during"));
    private static final BodySchema FILE = schema(List.of());
    private static final BodySchema DEFAULTS =
            new BodySchema(
                    List.of(
                            new BodySchema.Attribute("defaults", false),
                            new BodySchema.Attribute("override_during", false)),
                    List.of());

    private final MockFiles files;
    private final Diagnostics diagnostics;
    private final OverrideReader overrides;

    /// Where the blocks of defaults begin.
    private final Map<Defaults, String> places = new LinkedHashMap<>();

    /// Where files with mock data are.
    @FunctionalInterface
    public interface MockFiles {
        /// The files ending in `.tfmock.hcl` or `.tfmock.json` in a folder, in order, named as
        /// people shall see them.
        ///
        /// @throws IOException if there is no such folder
        List<SourceText> in(String folder) throws IOException;
    }

    public MockReader(MockFiles files, Diagnostics diagnostics) {
        this.files = files;
        this.diagnostics = diagnostics;
        this.overrides = new OverrideReader(diagnostics);
    }

    private static BodySchema schema(List<String> attributes) {
        return new BodySchema(
                attributes.stream().map(each -> new BodySchema.Attribute(each, false)).toList(),
                DATA);
    }

    /// What is said of the objects of a provider.
    private record Sayings(Map<String, Defaults> defaults, Map<Target, OverrideBlock> overrides) {
        Sayings() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        void addMissing(Sayings others) {
            others.defaults.forEach(defaults::putIfAbsent);
            others.overrides.forEach(overrides::putIfAbsent);
        }
    }

    public Mock read(Content.Block block) {
        Content.Found found = block.body().read(PROVIDER, diagnostics);
        Content.Attribute alias = found.attributes().get("alias");
        Content.Attribute source = found.attributes().get("source");
        boolean during = overrides.during(found.attributes().get("override_during"), false);
        Sayings sayings = new Sayings();
        read(found.blocks(), during, sayings, false);
        if (source != null) {
            sayings.addMissing(shared(text(source), during, block));
        }
        return new Mock(
                block.labels().getFirst(),
                alias == null ? "" : text(alias),
                new ArrayList<>(sayings.defaults().values()),
                new ArrayList<>(sayings.overrides().values()),
                during,
                block.header());
    }

    private String text(Content.Attribute attribute) {
        Value value = overrides.value(attribute);
        if (value instanceof Value.Text(String text)) {
            return text;
        }
        if (value != null) {
            diagnostics.error(
                    "Unsuitable value type",
                    "Unsuitable value: string required, not " + value.type().friendlyName() + ".",
                    attribute.expression().range());
        }
        return "";
    }

    private Sayings shared(String folder, boolean during, Content.Block block) {
        Sayings sayings = new Sayings();
        try {
            for (SourceText each : files.in(folder)) {
                Content content =
                        each.name().endsWith(".json")
                                ? JsonContent.parse(each, diagnostics)
                                : Content.of(Parser.file(each, diagnostics));
                if (content != null) {
                    read(content.read(FILE, diagnostics).blocks(), during, sayings, true);
                }
            }
        } catch (IOException e) {
            diagnostics.error(
                    "Failed to read mock data directory",
                    "Mock data directory " + folder + " does not exist or cannot be read.",
                    block.header());
        }
        return sayings;
    }

    private void read(
            List<Content.Block> blocks, boolean during, Sayings sayings, boolean ofFiles) {
        for (Content.Block block : blocks) {
            if (block.type().equals("mock_resource") || block.type().equals("mock_data")) {
                Defaults defaults = defaults(block, during);
                String name = block.type() + " " + defaults.type();
                Defaults earlier = sayings.defaults().putIfAbsent(name, defaults);
                if (earlier != null) {
                    duplicate(block, places.get(earlier), ofFiles);
                }
                places.putIfAbsent(defaults, block.header().toString());
            }
        }
        for (OverrideBlock each : overrides.read(blocks, during)) {
            sayings.overrides().putIfAbsent(each.target(), each);
        }
    }

    private void duplicate(Content.Block block, @Nullable String earlier, boolean ofFiles) {
        String type = block.type();
        String label = block.labels().getFirst();
        if (ofFiles) {
            diagnostics.error(
                    "Duplicate " + type.replace('_', ' ') + " block",
                    "A " + type + " \"" + label + "\" block already exists at " + earlier + ".",
                    block.header());
            return;
        }
        diagnostics.error(
                "Duplicate " + type + " block",
                "A "
                        + type
                        + " block for "
                        + label
                        + " has already been defined at "
                        + earlier
                        + ".",
                block.header());
    }

    private Defaults defaults(Content.Block block, boolean during) {
        Content.Found found = block.body().read(DEFAULTS, diagnostics);
        Content.Attribute attribute = found.attributes().get("defaults");
        Value values = attribute == null ? null : overrides.value(attribute);
        if (attribute != null && values != null && !(values.type() instanceof Type.ObjectOf)) {
            diagnostics.error(
                    "Invalid defaults attribute",
                    block.type() + " blocks must specify a defaults attribute that is an object.",
                    attribute.range());
        }
        return new Defaults(
                block.labels().getFirst(),
                block.type().equals("mock_data"),
                values == null ? Values.EMPTY_OBJECT : values,
                overrides.during(found.attributes().get("override_during"), during),
                attribute == null ? block.header() : attribute.range());
    }
}
