package dev.slipway.hcl.json;

import java.util.List;

/// A piece of JSON, from one `char` of the source up to another. Immutable.
public sealed interface JsonNode {
    int start();

    int end();

    record Text(int start, int end, String text) implements JsonNode {}

    record Numeric(int start, int end, String digits) implements JsonNode {}

    record Bool(int start, int end, boolean isTrue) implements JsonNode {}

    record Null(int start, int end) implements JsonNode {}

    record Array(int start, int end, List<JsonNode> elements) implements JsonNode {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /// Members in the order they are written; a name may come more than once.
    record Members(int start, int end, List<Member> members) implements JsonNode {
        public Members {
            members = List.copyOf(members);
        }
    }

    record Member(Text name, JsonNode value) {}
}
