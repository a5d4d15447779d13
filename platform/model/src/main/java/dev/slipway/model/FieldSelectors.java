package dev.slipway.model;

import java.util.ArrayList;
import java.util.List;

/// Reads field selectors as in `--field-selector`: `metadata.name=a,status.phase!=Running`, where a
/// backslash takes the meaning from a following comma, equals sign or backslash.
public final class FieldSelectors {
    private FieldSelectors() {}

    /// Throws [ApiException] (`BAD_REQUEST`) that names the part which is wrong.
    public static FieldSelector parse(String query) {
        List<FieldSelector.Requirement> requirements = new ArrayList<>();
        for (String part : split(query)) {
            if (!part.isBlank()) {
                requirements.add(requirement(part, query));
            }
        }
        return new FieldSelector(requirements);
    }

    private static FieldSelector.Requirement requirement(String part, String query) {
        int equals = part.indexOf('=');
        if (equals < 1) {
            throw refused(query, "expected path=value or path!=value, found \"%s\"", part);
        }
        boolean differs = part.charAt(equals - 1) == '!';
        String path = part.substring(0, differs ? equals - 1 : equals).strip();
        if (path.isEmpty()) {
            throw refused(query, "there is no path before the operator in \"%s\"", part);
        }
        boolean twice = !differs && part.startsWith("==", equals);
        String value = unescape(part.substring(equals + (twice ? 2 : 1)), query);
        return new FieldSelector.Requirement(path, !differs, value);
    }

    private static List<String> split(String query) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < query.length(); i++) {
            if (query.charAt(i) == '\\') {
                i++;
            } else if (query.charAt(i) == ',') {
                parts.add(query.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(query.substring(start));
        return parts;
    }

    private static String unescape(String text, String query) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                throw refused(query, "an equals sign in a value is written \\=, in \"%s\"", text);
            }
            if (c == '\\') {
                i++;
                if (i == text.length() || "\\,=".indexOf(text.charAt(i)) < 0) {
                    throw refused(query, "a stray backslash in \"%s\"", text);
                }
                c = text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static ApiException refused(String query, String why, String part) {
        return ApiException.badRequest("field selector \"" + query + "\": " + why.formatted(part));
    }
}
