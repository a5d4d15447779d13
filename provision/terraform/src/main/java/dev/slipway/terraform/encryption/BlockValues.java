package dev.slipway.terraform.encryption;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.config.StaticValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values of what blocks say. Belongs to one thread.
record BlockValues(StaticValues values, Diagnostics diagnostics) {
    /// A schema of nothing but attributes.
    static BodySchema attributes(List<String> names) {
        return new BodySchema(
                names.stream().map(each -> new BodySchema.Attribute(each, false)).toList(),
                List.of());
    }

    /// Null if it is not said, or not known.
    @Nullable Value value(Content.Found found, String name) {
        Content.Attribute attribute = found.attributes().get(name);
        Value value = attribute == null ? null : values.value(attribute.expression(), diagnostics);
        if (attribute == null || value == null) {
            return null;
        }
        Set<Mark> marks = new HashSet<>();
        Value plain = Values.withoutMarks(value, marks);
        if (!plain.isWhollyKnown()) {
            diagnostics.error(
                    "Invalid encryption setting",
                    "\"" + name + "\" is not known beforehand.",
                    attribute.expression().range());
            return null;
        }
        return plain.isNull() ? null : plain;
    }

    /// All that is said.
    Map<String, Value> all(Content.Found found) {
        Map<String, Value> all = new HashMap<>();
        for (String each : found.attributes().keySet()) {
            Value value = value(found, each);
            if (value != null) {
                all.put(each, value);
            }
        }
        return all;
    }

    String text(Content.Found found, String name, String standard) {
        return value(found, name) instanceof Value.Text(String text) ? text : standard;
    }

    /// A command and its arguments.
    List<String> command(Content.Found found, String name, SourceRange place) {
        List<String> words = new ArrayList<>();
        if (value(found, name) instanceof Value.Sequence sequence) {
            for (Value each : sequence.elements()) {
                words.add(each instanceof Value.Text(String word) ? word : "");
            }
        }
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            diagnostics.error(
                    "Invalid command",
                    "\"" + name + "\" must be a list of texts, the program first.",
                    place);
        }
        return words;
    }

    int number(Content.Found found, String name, int standard, int min, SourceRange place) {
        Long exact =
                value(found, name) instanceof Value.Numeric(BigFloat number)
                        ? number.toLongExact()
                        : Long.valueOf(standard);
        if (exact == null || exact < min || exact > Integer.MAX_VALUE) {
            diagnostics.error(
                    "Invalid key provider",
                    "\"" + name + "\" must be a whole number of at least " + min + ".",
                    place);
            return standard;
        }
        return exact.intValue();
    }

    /// `TYPE.NAME` of a reference; empty if it is none.
    static String named(Content.@Nullable Attribute attribute, String root) {
        Reference reference = attribute == null ? null : Reference.of(attribute.expression());
        if (reference == null
                || !reference.root().equals(root)
                || reference.steps().size() != 2
                || !(reference.steps().getFirst().key() instanceof Value.Text(String type))
                || !(reference.steps().get(1).key() instanceof Value.Text(String name))) {
            return "";
        }
        return type + "." + name;
    }
}
