package dev.slipway.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The selectable fields of a kind as a tree of names, along which a value is read in one pass.
final class SelectedFields {
    private final Map<String, SelectedFields> children = new HashMap<>();
    private @Nullable String path;

    static SelectedFields of(List<String> paths) {
        SelectedFields root = new SelectedFields();
        for (String path : paths) {
            SelectedFields node = root;
            for (String name : path.split("\\.")) {
                node = node.children.computeIfAbsent(name, _ -> new SelectedFields());
            }
            node.path = path;
        }
        return root;
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    @Nullable SelectedFields child(String name) {
        return children.get(name);
    }

    /// Reads the value the parser stands on and adds the selected scalars in it to `found`.
    void collect(JsonParser parser, RecentTexts texts, Map<String, String> found)
            throws IOException {
        if (path != null && parser.currentToken().isScalarValue()) {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                found.put(path, texts.shared(parser.getText()));
            }
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            SelectedFields child = children.get(parser.currentName());
            parser.nextToken();
            if (child == null) {
                parser.skipChildren();
            } else {
                child.collect(parser, texts, found);
            }
        }
    }
}
