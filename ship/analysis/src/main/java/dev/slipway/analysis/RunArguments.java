package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.AnalysisTemplate.Argument;
import dev.slipway.model.kinds.KeyReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of a run's arguments, secret ones too, for as long as measurements are taken.
/// Immutable; never to be printed.
final class RunArguments {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*(args\\.[^}\\s]*)\\s*}}");
    private static final String REDACTED = "*****";

    private final Map<String, String> values;
    private final List<String> secrets;

    private RunArguments(Map<String, String> values, List<String> secrets) {
        this.values = values;
        this.secrets = secrets;
    }

    /// `secret` gives the content of an entry of a Secret, or null. Throws [AnalysisException] if
    /// an argument has no value.
    static RunArguments of(AnalysisRun run, Function<KeyReference, @Nullable String> secret) {
        Map<String, String> values = new HashMap<>();
        List<String> secrets = new ArrayList<>();
        for (Argument argument : run.spec().args()) {
            KeyReference reference =
                    argument.valueFrom() == null ? null : argument.valueFrom().secretKeyRef();
            if (argument.value() != null) {
                values.put(argument.name(), argument.value());
            } else if (reference == null) {
                throw new AnalysisException("args." + argument.name() + " was not resolved");
            } else {
                String content = secret.apply(reference);
                if (content == null) {
                    throw new AnalysisException(
                            "key '"
                                    + reference.key()
                                    + "' does not exist in secret '"
                                    + reference.name()
                                    + "'");
                }
                values.put(argument.name(), content);
                secrets.add(content);
            }
        }
        secrets.removeIf(String::isEmpty);
        return new RunArguments(Map.copyOf(values), List.copyOf(secrets));
    }

    /// A copy of the tree with values instead of `{{args.NAME}}`.
    ObjectNode filledIn(ObjectNode tree) {
        ObjectNode copy = tree.deepCopy();
        fillIn(copy);
        return copy;
    }

    private void fillIn(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var field : object.properties()) {
                if (field.getValue() instanceof TextNode text) {
                    field.setValue(new TextNode(filledIn(text.textValue())));
                } else {
                    fillIn(field.getValue());
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof TextNode text) {
                    array.set(i, new TextNode(filledIn(text.textValue())));
                } else {
                    fillIn(array.get(i));
                }
            }
        }
    }

    private String filledIn(String text) {
        if (!text.contains("{{")) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> {
                    String value = values.get(match.group(1).substring("args.".length()));
                    if (value == null) {
                        throw new AnalysisException("failed to resolve {{" + match.group(1) + "}}");
                    }
                    return Matcher.quoteReplacement(value);
                });
    }

    /// The text without what came from Secrets: statuses are for everybody who may read runs.
    @Nullable String redacted(@Nullable String text) {
        String result = text;
        for (String secret : secrets) {
            result = result == null ? null : result.replace(secret, REDACTED);
        }
        return result;
    }
}
