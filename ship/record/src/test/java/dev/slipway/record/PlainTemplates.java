package dev.slipway.record;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fills in `{{.a.b}}` and nothing else.
final class PlainTemplates {
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*\\.([a-zA-Z.]+)\\s*}}");

    private PlainTemplates() {}

    static String fill(String text, Map<String, Object> data) {
        if (text.contains("{{fail}}")) {
            throw new MessageTemplateException("bad template", new IllegalStateException("bad"));
        }
        Matcher matcher = FIELD.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            Object value = data;
            for (String name : matcher.group(1).split("\\.")) {
                value = field(value, name);
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(String.valueOf(value)));
        }
        return matcher.appendTail(result).toString();
    }

    private static @Nullable Object field(@Nullable Object value, String name) {
        return value instanceof Map<?, ?> map ? map.get(name) : null;
    }
}
