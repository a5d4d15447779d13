package dev.slipway.terraform.view;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValueText;
import dev.slipway.state.State;
import java.util.SortedMap;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Shows outputs as a console shows values. Stateless.
public final class OutputText {
    private OutputText() {}

    /// All of them, one after the other; what is sensitive is hidden.
    public static String all(SortedMap<String, State.Output> outputs) {
        StringBuilder text = new StringBuilder();
        outputs.forEach((name, each) -> {
            String value = each.sensitive() ? "<sensitive>" : ValueText.of(each.value());
            text.append(name).append(" = ").append(value).append('\n');
        });
        return text.toString();
    }

    /// One of them, even if it is sensitive: who names it wants it.
    public static String one(State.Output output) {
        return ValueText.of(output.value()) + "\n";
    }

    /// A text, number or bool by itself, without quotes and line end; `null` if it is none of them.
    public static @Nullable String raw(State.Output output) {
        return switch (output.value().unmarked()) {
            case Value.Text(String text) -> text;
            case Value.Numeric number -> number.number().toString();
            case Value.Bool bool -> Boolean.toString(bool.isTrue());
            case Value.Null _, Value.Unknown _, Value.Sequence _, Value.Mapping _ -> null;
            case Value.Marked marked -> raw(new State.Output(marked.inner(), output.sensitive()));
        };
    }

    /// What is said where there is none.
    public static String none() {
        return new StringJoiner("\n", "", "\n")
                .add("No outputs: the state has none, or none was applied yet. A root module's")
                .add("output blocks become outputs of the state when they are applied.")
                .toString();
    }
}
