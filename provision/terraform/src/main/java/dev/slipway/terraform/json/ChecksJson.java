package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.state.CheckResult;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Writes what conditions came to. Stateless.
final class ChecksJson {
    private ChecksJson() {}

    /// A field with all of them, left out if there are none.
    static void write(JsonGenerator json, List<CheckResult> checks) throws IOException {
        if (checks.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("checks");
        for (CheckResult each : checks) {
            json.writeStartObject();
            address(json, each);
            json.writeStringField("status", name(each.status()));
            json.writeArrayFieldStart("instances");
            for (CheckResult.Instance instance : each.instances()) {
                instance(json, instance);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String name(CheckResult.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static void address(JsonGenerator json, CheckResult check) throws IOException {
        json.writeObjectFieldStart("address");
        json.writeStringField("to_display", check.configAddress());
        json.writeStringField(
                "kind",
                switch (check.kind()) {
                    case RESOURCE -> "resource";
                    case OUTPUT_VALUE -> "output_value";
                    case INPUT_VARIABLE -> "var";
                    case CHECK_BLOCK -> "check";
                });
        int end = moduleEnd(check.configAddress());
        Json.optional(json, "module", check.configAddress().substring(0, Math.max(0, end - 1)));
        String[] parts = check.configAddress().substring(end).split("\\.", 3);
        if (check.kind() == CheckResult.Kind.RESOURCE && parts.length >= 2) {
            boolean data = parts.length == 3 && parts[0].equals("data");
            json.writeStringField("mode", data ? "data" : "managed");
            json.writeStringField("type", parts[data ? 1 : 0]);
            json.writeStringField("name", parts[data ? 2 : 1]);
        } else {
            json.writeStringField("name", parts[parts.length - 1]);
        }
        json.writeEndObject();
    }

    /// Where the module's part of an address ends, after its dot.
    private static int moduleEnd(String address) {
        int at = 0;
        while (address.startsWith("module.", at)) {
            int end = at + "module.".length();
            boolean quoted = false;
            while (end < address.length() && (quoted || address.charAt(end) != '.')) {
                quoted ^= address.charAt(end) == '"' && address.charAt(end - 1) != '\\';
                end++;
            }
            at = Math.min(address.length(), end + 1);
        }
        return at;
    }

    private static void instance(JsonGenerator json, CheckResult.Instance instance)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("address");
        String address = instance.address();
        json.writeStringField("to_display", address);
        int end = moduleEnd(address);
        Json.optional(json, "module", address.substring(0, Math.max(0, end - 1)));
        key(json, address.substring(end));
        json.writeEndObject();
        json.writeStringField("status", name(instance.status()));
        if (!instance.failures().isEmpty()) {
            json.writeArrayFieldStart("problems");
            for (String failure : instance.failures()) {
                json.writeStartObject();
                json.writeStringField("message", failure);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void key(JsonGenerator json, String address) throws IOException {
        int bracket = address.indexOf('[');
        if (bracket < 0 || !address.endsWith("]")) {
            return;
        }
        String key = address.substring(bracket + 1, address.length() - 1);
        if (key.startsWith("\"")) {
            String name = key.substring(1, key.length() - 1);
            json.writeStringField("instance_key", name.replace("\\\"", "\"").replace("\\\\", "\\"));
        } else {
            json.writeFieldName("instance_key");
            json.writeNumber(key);
        }
    }
}
