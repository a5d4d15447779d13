package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Fields of objects as arguments refer to them: `metadata.labels['app']`, `status.phase`.
public final class FieldText {
    private FieldText() {}

    /// The text of a field. Throws [AnalysisException] if there is none.
    public static String at(ObjectNode object, String path) {
        JsonNode found;
        try {
            found = JsonPath.parse("." + path).find(object);
        } catch (AnalysisException _) {
            throw new AnalysisException("invalid path " + path + " in the object");
        }
        return found.isValueNode() ? found.asText() : found.toString();
    }
}
