package dev.slipway.backend;

import dev.slipway.state.StateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A role to assume, with what is asked of it, as parameters of the Security Token Service.
/// Immutable.
///
/// Source: [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
record AwsRole(String arn, Map<String, String> parameters) {
    /// Of the service's protocol.
    static final String VERSION = "2011-06-15";

    private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|m|s)");
    private static final Duration MIN = Duration.ofMinutes(15);
    private static final Duration MAX = Duration.ofHours(12);

    static AwsRole plain(String arn, String session) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("Version", VERSION);
        parameters.put("RoleArn", arn);
        parameters.put("RoleSessionName", session.isEmpty() ? "slipway" : session);
        return new AwsRole(arn, parameters);
    }

    /// With one parameter more, if it is not empty.
    AwsRole with(String name, String value) {
        if (value.isEmpty()) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new AwsRole(arn, more);
    }

    /// Of the setting `assume_role`.
    static AwsRole of(Settings settings) {
        AwsRole role =
                ofWebIdentity(settings)
                        .with("ExternalId", settings.text("external_id"))
                        .with("SourceIdentity", settings.text("source_identity"));
        int index = 1;
        for (Map.Entry<String, String> each : settings.map("tags").entrySet()) {
            String name = "Tags.member." + index++;
            role = role.with(name + ".Key", each.getKey()).with(name + ".Value", each.getValue());
        }
        return role.members("TransitiveTagKeys", "", settings.texts("transitive_tag_keys"));
    }

    /// Of the setting `assume_role_with_web_identity`.
    static AwsRole ofWebIdentity(Settings settings) {
        String duration = settings.text("duration");
        return plain(settings.required("role_arn"), settings.text("session_name"))
                .with("DurationSeconds", duration.isEmpty() ? "" : seconds(settings, duration))
                .with("Policy", settings.text("policy"))
                .members("PolicyArns", ".arn", settings.texts("policy_arns"));
    }

    private AwsRole members(String list, String part, List<String> values) {
        AwsRole role = this;
        for (int i = 0; i < values.size(); i++) {
            role = role.with(list + ".member." + (i + 1) + part, values.get(i));
        }
        return role;
    }

    private static String seconds(Settings settings, String text) {
        Matcher parts = DURATION_PART.matcher(text);
        double seconds = 0;
        int end = 0;
        while (parts.find() && parts.start() == end) {
            end = parts.end();
            seconds +=
                    Double.parseDouble(parts.group(1))
                            * switch (parts.group(2)) {
                                case "h" -> 3600;
                                case "m" -> 60;
                                default -> 1;
                            };
        }
        if (end != text.length() || seconds < MIN.toSeconds() || seconds > MAX.toSeconds()) {
            throw new StateException(
                    settings.what()
                            + ": duration: \""
                            + text
                            + "\" (expected: between 15m and 12h, like \"1h30m\")");
        }
        return String.valueOf((long) seconds);
    }
}
