package dev.slipway.backend;

import dev.slipway.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The files in which the `aws` command keeps profiles: those with keys name them `[NAME]`, those
/// with settings `[profile NAME]`. What later files say goes before. Immutable.
///
/// Source: [Configuration and credential file
/// settings](https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html).
record AwsProfiles(List<Path> credentials, List<Path> config) {
    AwsProfiles {
        credentials = List.copyOf(credentials);
        config = List.copyOf(config);
    }

    static AwsProfiles of(Settings settings) {
        String home =
                settings.environment().getOrDefault("HOME", System.getProperty("user.home", ""));
        List<String> credentials = settings.texts("shared_credentials_files");
        if (credentials.isEmpty()) {
            String one = settings.text("shared_credentials_file", "AWS_SHARED_CREDENTIALS_FILE");
            credentials = List.of(one.isEmpty() ? home + "/.aws/credentials" : one);
        }
        List<String> config = settings.texts("shared_config_files");
        if (config.isEmpty()) {
            String one = settings.text("", "AWS_SHARED_CONFIG_FILE", "AWS_CONFIG_FILE");
            config = List.of(one.isEmpty() ? home + "/.aws/config" : one);
        }
        return new AwsProfiles(paths(credentials, home), paths(config, home));
    }

    private static List<Path> paths(List<String> files, String home) {
        return files.stream()
                .map(each -> Path.of(each.startsWith("~/") ? home + each.substring(1) : each))
                .toList();
    }

    /// What is said of a profile, empty if nothing is. Keys go before settings.
    ///
    /// @throws StateException if a file cannot be read
    Map<String, String> read(String profile) {
        Map<String, String> values = new HashMap<>();
        boolean isDefault = profile.equals("default");
        for (Path each : config) {
            values.putAll(section(each, "profile " + profile));
            if (isDefault) {
                values.putAll(section(each, profile));
            }
        }
        credentials.forEach(each -> values.putAll(section(each, profile)));
        return values;
    }

    private static Map<String, String> section(Path file, String name) {
        Map<String, String> values = new HashMap<>();
        boolean inside = false;
        for (String line : lines(file)) {
            String text = line.strip();
            if (text.startsWith("[") && text.endsWith("]")) {
                String found = text.substring(1, text.length() - 1).strip();
                inside = found.replaceAll("\\s+", " ").equals(name);
            } else if (inside && text.contains("=") && !text.startsWith("#")) {
                String[] pair = text.split("=", 2);
                values.put(pair[0].strip(), pair[1].strip());
            }
        }
        return values;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StateException("profiles: cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
