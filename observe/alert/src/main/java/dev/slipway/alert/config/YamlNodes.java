package dev.slipway.alert.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Turns YAML into the library's nodes, within limits. Values are taken as they are written, so
/// that a key such as `0123` stays one; stateless.
final class YamlNodes {
    static final int CHARACTERS_MAX = 4 << 20;
    private static final int DEPTH_MAX = 100;
    private static final int ALIASES_MAX = 200;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setCodePointLimit(CHARACTERS_MAX)
                    .setMaxAliasesForCollections(ALIASES_MAX)
                    .setAllowDuplicateKeys(true)
                    .setAllowNonScalarKeys(true)
                    .build();

    private YamlNodes() {}

    /// The root; null if the file says nothing.
    static @Nullable Node read(String text, String source) {
        try {
            checkDepth(text, source);
            return new Compose(SETTINGS).composeString(text).orElse(null);
        } catch (MarkedYamlEngineException e) {
            String place = source + e.getProblemMark().map(YamlNodes::place).orElse("");
            String problem = e.getProblem() == null ? "not understood" : e.getProblem();
            throw refused(place, "invalid YAML: " + problem);
        } catch (YamlEngineException e) {
            throw refused(source, "invalid YAML: " + e.getMessage());
        }
    }

    /// `:12:5`
    static String place(Mark mark) {
        return ":%d:%d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /// The library composes recursively, but hands out events one by one.
    private static void checkDepth(String text, String source) {
        int depth = 0;
        int aliases = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> aliases++;
                default -> {}
            }
            if (depth > DEPTH_MAX || aliases > ALIASES_MAX) {
                Optional<Mark> mark = event.getStartMark();
                String what =
                        depth > DEPTH_MAX
                                ? "nested more than " + DEPTH_MAX + " levels deep"
                                : "more than " + ALIASES_MAX + " aliases";
                throw refused(source + mark.map(YamlNodes::place).orElse(""), what);
            }
        }
    }

    private static AlertConfigException refused(String place, String message) {
        return new AlertConfigException(
                List.of(new Diagnostic(Diagnostic.Severity.ERROR, place, message)));
    }
}
