package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A path into JSON, as kubectl writes it: `{$.items[0].name}`, `{.a['b c'][*]}`, `{..name}`,
/// `{.items[?(@.name=="x")].value}`, `[1:3]`, `[-1]`. Immutable.
final class JsonPath {
    private static final int LENGTH_MAX = 1_024;
    private static final int STEPS_MAX = 64;
    private static final int FOUND_MAX = 10_000;
    private static final int VISITED_MAX = 100_000;
    private static final Pattern STEP =
            Pattern.compile(
                    "(?<deep>\\.\\.)?(?:\\.?\\[(?<inside>\\?\\([^)]*\\)|'[^']*'|\"[^\"]*\"|[^\\]]*)]"
                            + "|\\.?(?<name>[^.\\[\\]{}'\"$ ]+))");
    private static final Pattern SLICE = Pattern.compile("(-?[0-9]{0,9}):(-?[0-9]{0,9})");
    private static final Pattern INDEX = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern FILTER =
            Pattern.compile(
                    "\\?\\(\\s*@\\.(?<path>[^=!<> ]+)\\s*"
                            + "(?:(?<op>==|!=|<=|>=|<|>)\\s*(?<value>'[^']*'|\"[^\"]*\"|[^ ]+)\\s*)?\\)");

    private final String text;
    private final List<Step> steps;

    /// From one place to those that it leads to.
    private record Step(boolean deep, BiConsumer<JsonNode, List<JsonNode>> move) {}

    private JsonPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = steps;
    }

    /// Throws [AnalysisException] if the text is no such path.
    static JsonPath parse(String text) {
        String path = text.strip();
        if (path.startsWith("{") && path.endsWith("}")) {
            path = path.substring(1, path.length() - 1).strip();
        }
        path = path.startsWith("$") || path.startsWith("@") ? path.substring(1) : path;
        path = path.equals(".") ? "" : path;
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int position = 0;
        while (position < path.length()) {
            if (path.length() > LENGTH_MAX
                    || steps.size() == STEPS_MAX
                    || !matcher.find(position)
                    || matcher.start() != position) {
                throw invalid(text);
            }
            steps.add(step(matcher, text));
            position = matcher.end();
        }
        return new JsonPath(text, List.copyOf(steps));
    }

    private static Step step(Matcher matcher, String text) {
        boolean deep = matcher.group("deep") != null;
        String name = matcher.group("name");
        if (name != null) {
            return new Step(deep, name.equals("*") ? JsonPath::children : field(name));
        }
        String inside = matcher.group("inside").strip();
        if (inside.equals("*")) {
            return new Step(deep, JsonPath::children);
        }
        if (inside.length() >= 2 && (inside.startsWith("'") || inside.startsWith("\""))) {
            return new Step(deep, field(inside.substring(1, inside.length() - 1)));
        }
        if (INDEX.matcher(inside).matches()) {
            return new Step(deep, index(Integer.parseInt(inside)));
        }
        Matcher slice = SLICE.matcher(inside);
        if (slice.matches()) {
            return new Step(deep, slice(slice.group(1), slice.group(2), text));
        }
        Matcher filter = FILTER.matcher(inside);
        if (filter.matches()) {
            return new Step(deep, filter(filter));
        }
        throw invalid(text);
    }

    private static AnalysisException invalid(String text) {
        return new AnalysisException(
                "jsonPath: '" + text + "' is not understood (expected: such as {$.items[0].name})");
    }

    /// What is there: the only place, or a list of several. Throws [AnalysisException] if there is
    /// nothing.
    JsonNode find(JsonNode root) {
        List<JsonNode> found = List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode place : step.deep() ? all(found) : found) {
                step.move().accept(place, next);
                if (next.size() > FOUND_MAX) {
                    throw new AnalysisException("jsonPath: more than " + FOUND_MAX + " places");
                }
            }
            found = next;
        }
        if (found.isEmpty()) {
            throw new AnalysisException(
                    "Could not find JSONPath in body: " + text + " is not found");
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        ArrayNode list = Json.object().putArray("found");
        found.forEach(list::add);
        return list;
    }

    /// The places and everything below them.
    private static List<JsonNode> all(List<JsonNode> places) {
        List<JsonNode> all = new ArrayList<>(places);
        for (int i = 0; i < all.size(); i++) {
            children(all.get(i), all);
            if (all.size() > VISITED_MAX) {
                throw new AnalysisException("jsonPath: more than " + VISITED_MAX + " places");
            }
        }
        return all;
    }

    private static void children(JsonNode place, List<JsonNode> next) {
        place.forEach(next::add);
    }

    private static BiConsumer<JsonNode, List<JsonNode>> field(String name) {
        return (place, next) -> {
            JsonNode value = place.get(name);
            if (value != null) {
                next.add(value);
            }
        };
    }

    private static BiConsumer<JsonNode, List<JsonNode>> index(int index) {
        return (place, next) -> {
            JsonNode value = place.get(index < 0 ? index + place.size() : index);
            if (place.isArray() && value != null) {
                next.add(value);
            }
        };
    }

    private static BiConsumer<JsonNode, List<JsonNode>> slice(String from, String to, String text) {
        if (from.equals("-") || to.equals("-")) {
            throw invalid(text);
        }
        return (place, next) -> {
            int size = place.isArray() ? place.size() : 0;
            int end = bound(to, size, size);
            for (int i = bound(from, 0, size); i < end; i++) {
                next.add(place.get(i));
            }
        };
    }

    private static int bound(String text, int usual, int size) {
        if (text.isEmpty()) {
            return usual;
        }
        int index = Integer.parseInt(text);
        return Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    private static BiConsumer<JsonNode, List<JsonNode>> filter(Matcher filter) {
        String[] path = filter.group("path").split("\\.");
        String operator = filter.group("op");
        String wanted = filter.group("value") == null ? "" : unquoted(filter.group("value"));
        return (place, next) -> {
            for (JsonNode element : place) {
                JsonNode value = element;
                for (String name : path) {
                    value = value.path(name);
                }
                if (!value.isMissingNode()
                        && (operator == null || holds(value, operator, wanted))) {
                    next.add(element);
                }
            }
        };
    }

    private static boolean holds(JsonNode value, String operator, String wanted) {
        int order;
        try {
            order =
                    value.isNumber()
                            ? Double.compare(value.doubleValue(), Double.parseDouble(wanted))
                            : value.asText().compareTo(wanted);
        } catch (NumberFormatException _) {
            return operator.equals("!=");
        }
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && (text.startsWith("'") || text.startsWith("\""));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
