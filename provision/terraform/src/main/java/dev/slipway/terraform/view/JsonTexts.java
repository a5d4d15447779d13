package dev.slipway.terraform.view;

import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonValues;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds JSON in texts, whose changes say more part by part. Stateless.
final class JsonTexts {
    /// What is longer is shown as the text it is.
    private static final int LENGTH_MAX = 1_000_000;

    private JsonTexts() {}

    /// The change as one of JSON, or `null` if it is none.
    static @Nullable Difference difference(
            @Nullable Value before, @Nullable Value after, boolean replaces) {
        Value was = before == null ? null : parsed(before);
        Value becomes = after == null ? null : parsed(after);
        boolean json = (before == null) == (was == null) && (after == null) == (becomes == null);
        if (!json || (was == null && becomes == null)) {
            return null;
        }
        Difference root = new Differ(List.of()).loose(was, becomes, ValuePath.ROOT);
        boolean spacing = root.isSame() && !Differ.same(before, after);
        Sign sign = spacing ? Sign.CHANGE : root.sign();
        return new Difference(sign, replaces, new Difference.Json(root, spacing));
    }

    private static @Nullable Value parsed(Value value) {
        if (!(value.unmarked() instanceof Value.Text(String text)) || text.length() > LENGTH_MAX) {
            return null;
        }
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return null;
        }
        try {
            return JsonValues.read(stripped);
        } catch (JsonException _) {
            return null;
        }
    }
}
