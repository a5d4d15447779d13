package dev.slipway.tsdb.block;

import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads and writes `meta.json`; its fields stand in `docs/format/block.md`.
final class MetaFile {
    static final String NAME = "meta.json";

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private MetaFile() {}

    static BlockMeta read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            return parse(file, JSON.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    static void write(Path folder, BlockMeta meta) {
        String text;
        try {
            text = JSON.writer(printer()).writeValueAsString(tree(meta));
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be described", e);
        }
        FolderFiles.replace(folder.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
    }

    private static BlockMeta parse(Path file, JsonNode root) {
        int version = root.path("version").asInt();
        if (version != VERSION) {
            throw new SeriesException(
                    "%s: version: %d (expected: %d)".formatted(file, version, VERSION), null);
        }
        JsonNode stats = root.path("stats");
        JsonNode compaction = root.path("compaction");
        List<Ulid> sources = new ArrayList<>();
        compaction.path("sources").forEach(each -> sources.add(ulid(file, each)));
        List<BlockMeta.Parent> parents = new ArrayList<>();
        for (JsonNode each : compaction.path("parents")) {
            parents.add(
                    new BlockMeta.Parent(
                            ulid(file, each.path("ulid")),
                            number(file, each, "minTime"),
                            number(file, each, "maxTime")));
        }
        return new BlockMeta(
                ulid(file, root.path("ulid")),
                number(file, root, "minTime"),
                number(file, root, "maxTime"),
                new BlockMeta.Stats(
                        stats.path("numSamples").asLong(),
                        stats.path("numSeries").asLong(),
                        stats.path("numChunks").asLong(),
                        stats.path("numTombstones").asLong()),
                new BlockMeta.Compaction(
                        compaction.path("level").asInt(),
                        sources,
                        parents,
                        compaction.path("deletable").asBoolean(),
                        compaction.path("failed").asBoolean()));
    }

    private static Ulid ulid(Path file, JsonNode node) {
        return Ulid.find(node.asText())
                .orElseThrow(() ->
                        new SeriesException(
                                "%s: ulid: %s (expected: 26 letters and digits)"
                                        .formatted(file, node),
                                null));
    }

    private static long number(Path file, JsonNode parent, String name) {
        JsonNode node = parent.path(name);
        if (!node.isIntegralNumber()) {
            throw new SeriesException(
                    "%s: %s: %s (expected: a whole number)".formatted(file, name, node), null);
        }
        return node.asLong();
    }

    private static ObjectNode tree(BlockMeta meta) {
        ObjectNode root = JSON.createObjectNode();
        root.put("ulid", meta.ulid().toString());
        root.put("minTime", meta.minMillis());
        root.put("maxTime", meta.maxMillis());
        ObjectNode stats = root.putObject("stats");
        stats.put("numSamples", meta.stats().samples());
        stats.put("numSeries", meta.stats().series());
        stats.put("numChunks", meta.stats().chunks());
        if (meta.stats().tombstones() > 0) {
            stats.put("numTombstones", meta.stats().tombstones());
        }
        addCompaction(root.putObject("compaction"), meta.compaction());
        root.put("version", VERSION);
        return root;
    }

    private static void addCompaction(ObjectNode node, BlockMeta.Compaction compaction) {
        node.put("level", compaction.level());
        ArrayNode sources = node.putArray("sources");
        compaction.sources().forEach(each -> sources.add(each.toString()));
        if (compaction.deletable()) {
            node.put("deletable", true);
        }
        if (!compaction.parents().isEmpty()) {
            ArrayNode parents = node.putArray("parents");
            for (BlockMeta.Parent each : compaction.parents()) {
                ObjectNode parent = parents.addObject();
                parent.put("ulid", each.ulid().toString());
                parent.put("minTime", each.minMillis());
                parent.put("maxTime", each.maxMillis());
            }
        }
        if (compaction.failed()) {
            node.put("failed", true);
        }
    }

    /// Tabs, as Prometheus writes.
    private static PrettyPrinter printer() {
        DefaultIndenter tabs = new DefaultIndenter("\t", "\n");
        Separators separators =
                Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        return new DefaultPrettyPrinter(separators)
                .withObjectIndenter(tabs)
                .withArrayIndenter(tabs);
    }
}
