package dev.slipway.scrape.config;

import dev.slipway.scrape.config.ConfigProblem.Severity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.Schema;

/// Reads YAML into nodes that know their place and keep scalars as they were written, since what a
/// scalar means depends on who asks: `version: 1.10` is a label's text, not a number.
final class YamlNodes {
    static final int CHARACTERS_MAX = 16 << 20;
    private static final int DEPTH_MAX = 60;
    private static final int ALIASES_MAX = 1_000;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setSchema(new TextSchema())
                    .setCodePointLimit(CHARACTERS_MAX)
                    .setMaxAliasesForCollections(ALIASES_MAX)
                    .build();

    private YamlNodes() {}

    /// The one document of a text; null if it is empty or broken, which is then a problem.
    static @Nullable Node read(String text, String source, Problems problems) {
        try {
            Composer composer =
                    new BoundedComposer(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)));
            return composer.getSingleNode().orElse(null);
        } catch (MarkedYamlEngineException e) {
            String problem = e.getProblem() == null ? "not understood" : e.getProblem();
            problems.add(Severity.ERROR, source, e.getProblemMark(), "invalid YAML: " + problem);
        } catch (YamlEngineException e) {
            String message = "invalid YAML: " + e.getMessage();
            problems.add(Severity.ERROR, source, Optional.empty(), message);
        }
        return null;
    }

    /// The library's composer calls itself for every level; this keeps it from running out of
    /// stack.
    private static final class BoundedComposer extends Composer {
        private int depth;

        BoundedComposer(ParserImpl parser) {
            super(SETTINGS, parser);
        }

        @Override
        protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
            enter();
            SequenceNode node = super.composeSequenceNode(anchor);
            depth--;
            return node;
        }

        @Override
        protected Node composeMappingNode(Optional<Anchor> anchor) {
            enter();
            Node node = super.composeMappingNode(anchor);
            depth--;
            return node;
        }

        private void enter() {
            if (++depth > DEPTH_MAX) {
                throw new YamlEngineException("nested more than " + DEPTH_MAX + " levels deep");
            }
        }
    }

    /// Every scalar is a text.
    private static final class TextSchema implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (_, _) -> Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }
}
