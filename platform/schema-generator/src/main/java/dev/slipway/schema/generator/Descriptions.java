package dev.slipway.schema.generator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the sources of the model library say about a class and its fields, in comments.
final class Descriptions {
    private static final String COMMENT = "/\\*\\*((?:[^*]|\\*(?!/))*+)\\*/";
    private static final Pattern OF_CLASS =
            Pattern.compile("(?m)^" + COMMENT + "\\s*(?:@|public )");
    private static final Pattern OF_FIELD =
            Pattern.compile(COMMENT + "\\s*@JsonProperty\\(\"([^\"]+)\"\\)");

    /// The description of a class, and those of its fields.
    record OfClass(@Nullable String itself, Map<String, String> fields) {}

    private Descriptions() {}

    static OfClass of(Class<?> type) throws IOException {
        String file = "/" + type.getName().replace('.', '/') + ".java";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                return new OfClass(null, Map.of());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static OfClass parse(String source) {
        Matcher ofClass = OF_CLASS.matcher(source);
        String itself = ofClass.find() ? text(ofClass.group(1)) : null;
        Map<String, String> fields = new HashMap<>();
        Matcher ofField = OF_FIELD.matcher(source);
        while (ofField.find()) {
            String text = text(ofField.group(1));
            // A field without a description of its own is given that of the class.
            if (!text.isEmpty() && !text.equals(itself)) {
                fields.put(ofField.group(2), text);
            }
        }
        return new OfClass(itself, fields);
    }

    private static String text(String comment) {
        return comment.replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("(?:\\s*<br>\\s*<p>){2,}\\s*", "\n\n")
                .replaceAll("\\s*<br>\\s*(?:<p>)?\\s*", "\n")
                .replaceAll("\\{@literal ([^}]*)}", "$1")
                .replaceAll("</?p>", "")
                .replace("&#42;", "*")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#64;", "@")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .strip();
    }
}
