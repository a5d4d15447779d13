package dev.slipway.terraform.provisioner;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What stands in a block, whose marks are taken off. Immutable.
record Settings(SortedMap<String, Value> values) {
    static Settings of(Value object) {
        return new Settings(Values.entries(Values.withoutMarks(object, Values.deepMarks(object))));
    }

    Value value(String name) {
        return values.getOrDefault(name, Values.NULL);
    }

    /// Null if it is not there or empty.
    @Nullable String find(String name) {
        Value value = value(name);
        String text = isGiven(value) ? Values.text(value) : "";
        return text.isEmpty() ? null : text;
    }

    String text(String name, String otherwise) {
        String found = find(name);
        return found == null ? otherwise : found;
    }

    boolean truth(String name, boolean otherwise) {
        Value value = value(name);
        return isGiven(value) ? Values.isTrue(value) : otherwise;
    }

    int number(String name, int otherwise) {
        Value value = value(name);
        return isGiven(value)
                ? new BigDecimal(Values.number(value).toString()).intValue()
                : otherwise;
    }

    private static boolean isGiven(Value value) {
        return value.isKnown() && !value.isNull();
    }

    /// The elements of a list, of which each must be there and not empty.
    List<String> texts(String name) throws ProvisionException {
        Value value = value(name);
        List<String> texts = new ArrayList<>();
        if (value.isNull()) {
            return texts;
        }
        for (Value each : Values.elements(value)) {
            String text = each.isNull() ? "" : Values.text(each);
            if (text.isEmpty()) {
                throw new ProvisionException(
                        "invalid "
                                + (each.isNull() ? "null" : "empty")
                                + " string in '"
                                + name
                                + "'");
            }
            texts.add(text);
        }
        return texts;
    }
}
