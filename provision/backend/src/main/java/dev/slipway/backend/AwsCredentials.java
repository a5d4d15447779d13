package dev.slipway.backend;

import dev.slipway.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keys of Amazon Web Services: from the settings, the environment, or the files of the `aws`
/// command. Immutable.
record AwsCredentials(String accessKey, String secretKey, String token) {
    static AwsCredentials of(Settings settings) {
        for (String each : List.of("assume_role", "assume_role_with_web_identity")) {
            settings.refuse(each, "assume the role first, and give its keys");
        }
        String key = settings.text("access_key");
        String profile = settings.text("profile");
        if (!key.isEmpty()) {
            return new AwsCredentials(key, settings.required("secret_key"), settings.text("token"));
        }
        Map<String, String> environment = settings.environment();
        String named = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        if (profile.isEmpty() && !named.isEmpty()) {
            return new AwsCredentials(
                    named,
                    environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                    environment.getOrDefault("AWS_SESSION_TOKEN", ""));
        }
        return ofProfile(
                profile.isEmpty() ? environment.getOrDefault("AWS_PROFILE", "default") : profile,
                environment);
    }

    private static AwsCredentials ofProfile(String profile, Map<String, String> environment) {
        Path file =
                Path.of(
                        environment.getOrDefault(
                                "AWS_SHARED_CREDENTIALS_FILE",
                                environment.getOrDefault(
                                                "HOME", System.getProperty("user.home", ""))
                                        + "/.aws/credentials"));
        Map<String, String> values = new HashMap<>();
        try {
            boolean inside = false;
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                if (text.startsWith("[")) {
                    inside = text.equals("[" + profile + "]");
                } else if (inside && text.contains("=")) {
                    String[] pair = text.split("=", 2);
                    values.put(pair[0].strip(), pair[1].strip());
                }
            }
        } catch (IOException e) {
            throw missing(profile, file);
        }
        String key = values.getOrDefault("aws_access_key_id", "");
        if (key.isEmpty()) {
            throw missing(profile, file);
        }
        return new AwsCredentials(
                key,
                values.getOrDefault("aws_secret_access_key", ""),
                values.getOrDefault("aws_session_token", ""));
    }

    private static StateException missing(String profile, Path file) {
        return new StateException(
                "backend s3: there are no keys (expected: AWS_ACCESS_KEY_ID, or the profile "
                        + profile
                        + " in "
                        + file
                        + ")");
    }

    @Override
    public String toString() {
        return "AwsCredentials[" + accessKey + "]";
    }
}
