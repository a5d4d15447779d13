package dev.slipway.terraform.test;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.mock.Mock;
import dev.slipway.terraform.mock.MockReader;
import dev.slipway.terraform.mock.OverrideReader;
import dev.slipway.terraform.test.TestFile.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads test files. What is wrong becomes a diagnostic. Belongs to one thread.
public final class TestFileReader {
    private static final BodySchema FILE =
            new BodySchema(
                    List.of(),
                    List.of(
                            new BodySchema.Block("test", List.of()),
                            new BodySchema.Block("variables", List.of()),
                            new BodySchema.Block("provider", List.of("name")),
                            new BodySchema.Block("mock_provider", List.of("name")),
                            new BodySchema.Block("override_resource", List.of()),
                            new BodySchema.Block("override_data", List.of()),
                            new BodySchema.Block("override_module", List.of()),
                            new BodySchema.Block("run", List.of("name"))));
    private static final BodySchema TEST = RunReader.schema(List.of("parallel"), List.of());
    private static final BodySchema PROVIDER = RunReader.schema(List.of("alias"), List.of());

    private final MockReader.MockFiles mockFiles;
    private final Diagnostics diagnostics;
    private final RunReader runs;

    public TestFileReader(MockReader.MockFiles mockFiles, Diagnostics diagnostics) {
        this.mockFiles = mockFiles;
        this.diagnostics = diagnostics;
        this.runs = new RunReader(diagnostics);
    }

    /// `path` is how the file is called, and says whether it is JSON.
    public TestFile read(String path, String text) {
        SourceText source = new SourceText(path, text);
        Content content =
                path.endsWith(".json")
                        ? JsonContent.parse(source, diagnostics)
                        : Content.of(Parser.file(source, diagnostics));
        Parts parts = new Parts();
        if (content == null) {
            return parts.file(path, List.of());
        }
        Content.Found found = content.read(FILE, diagnostics);
        boolean parallel = false;
        for (Content.Block block : found.blocks("test")) {
            Content.Found inner = block.body().read(TEST, diagnostics);
            parallel = runs.truth(inner.attributes().get("parallel"), parallel);
        }
        for (Content.Block block : found.blocks()) {
            switch (block.type()) {
                case "variables" ->
                        parts.variables.putAll(block.body().justAttributes(diagnostics));
                case "provider" -> parts.add(provider(block));
                case "mock_provider" ->
                        parts.add(new MockReader(mockFiles, diagnostics).read(block));
                case "run" -> parts.add(runs.read(block, parallel));
                default -> {
                    // Overrides are read together.
                }
            }
        }
        return parts.file(path, found.blocks());
    }

    private ProviderBlock provider(Content.Block block) {
        Content.Partial partial = block.body().readPart(PROVIDER, diagnostics);
        Content.Attribute alias = partial.found().attributes().get("alias");
        return new ProviderBlock(
                block.labels().getFirst(),
                alias == null ? "" : runs.text(alias),
                null,
                null,
                partial.rest(),
                block.header());
    }

    /// What was read so far.
    private final class Parts {
        private final Map<String, Content.Attribute> variables = new TreeMap<>();
        private final List<ProviderBlock> providers = new ArrayList<>();
        private final List<Mock> mocks = new ArrayList<>();
        private final List<Run> runs = new ArrayList<>();
        private final Map<String, SourceRange> providerPlaces = new TreeMap<>();
        private final Map<String, SourceRange> runPlaces = new TreeMap<>();

        void add(ProviderBlock provider) {
            String name = RunReader.name(provider.localName(), provider.alias());
            if (isNew(name, provider.range())) {
                providers.add(provider);
            }
        }

        void add(Mock mock) {
            if (isNew(RunReader.name(mock.localName(), mock.alias()), mock.range())) {
                mocks.add(mock);
            }
        }

        private boolean isNew(String name, SourceRange place) {
            SourceRange earlier = providerPlaces.putIfAbsent(name, place);
            if (earlier != null) {
                diagnostics.error(
                        "Duplicate provider block",
                        "A provider for " + name + " is already defined at " + label(earlier) + ".",
                        place);
            }
            return earlier == null;
        }

        /// Where the label stands in the header.
        private static SourceRange label(SourceRange header) {
            int quote = header.text().indexOf('"');
            return quote < 0
                    ? header
                    : new SourceRange(header.source(), header.start() + quote, header.end());
        }

        void add(Run run) {
            SourceRange earlier = runPlaces.putIfAbsent(run.name(), run.range());
            if (earlier != null) {
                diagnostics.error(
                        "Duplicate \"run\" block names",
                        "This test file already has a run named "
                                + run.name()
                                + " block defined at "
                                + earlier
                                + ".",
                        run.range());
            }
            runs.add(run);
        }

        TestFile file(String path, List<Content.Block> blocks) {
            return new TestFile(
                    path,
                    variables,
                    providers,
                    mocks,
                    new OverrideReader(diagnostics).read(blocks, false),
                    runs);
        }
    }
}
