package dev.slipway.hcl.report;

import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonNode;
import dev.slipway.hcl.json.JsonReader;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Body;
import dev.slipway.hcl.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outermost block around a place, as its header says it: `resource "aws_vpc" "main"`, or in
/// JSON `resource.aws_vpc.main`. Found by parsing the source again, since only who sees a
/// diagnostic needs it. Stateless.
public final class Heading {
    private Heading() {}

    /// Null where there is none: the place is outside of all blocks, or a header itself.
    public static @Nullable String of(SourceRange place) {
        SourceText source = place.source();
        if (source.name().endsWith(".json")) {
            return ofJson(source, place.start());
        }
        Body file = Parser.file(source, new Diagnostics()).body();
        for (Body.Block each : file.blocks()) {
            if (each.range().start() < place.start() && place.start() < each.range().end()) {
                return header(each);
            }
        }
        return null;
    }

    private static String header(Body.Block block) {
        StringBuilder header = new StringBuilder(block.type());
        for (Body.Label label : block.labels()) {
            header.append(" \"").append(label.text()).append('"');
        }
        return header.toString();
    }

    private static @Nullable String ofJson(SourceText source, int at) {
        List<String> steps = new ArrayList<>();
        try {
            JsonNode node = JsonReader.read(source.text());
            while ((steps.isEmpty() || steps.size() < headerSteps(steps.getFirst()))
                    && node instanceof JsonNode.Members object) {
                JsonNode.Member within = member(object, at);
                if (within == null) {
                    break;
                }
                steps.add(within.name().text());
                node = within.value();
            }
        } catch (JsonException e) {
            return null;
        }
        return steps.isEmpty() ? null : String.join(".", steps);
    }

    /// How many names lead to a block of a type.
    private static int headerSteps(String type) {
        return switch (type) {
            case "resource", "data", "ephemeral" -> 3;
            case "variable", "output", "module", "provider", "check" -> 2;
            default -> 1;
        };
    }

    private static JsonNode.@Nullable Member member(JsonNode.Members object, int at) {
        for (JsonNode.Member each : object.members()) {
            if (each.value().start() <= at && at < each.value().end()) {
                return each;
            }
        }
        return null;
    }
}
