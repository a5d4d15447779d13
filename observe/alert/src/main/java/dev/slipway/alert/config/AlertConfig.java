package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.Matchers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an `alertmanager.yml` says, its defaults filled in. Immutable.
///
/// `redactedText` is the file as it was read, with every secret replaced; `warnings` say what of it
/// has no effect here.
public record AlertConfig(
        Duration resolveTimeout,
        Route route,
        List<InhibitRule> inhibitRules,
        Map<String, Receiver> receivers,
        Map<String, TimeInterval> timeIntervals,
        List<TemplateFiles> templates,
        String redactedText,
        List<Diagnostic> warnings) {
    private static final String STANDARD =
            """
            route:
              receiver: nobody
              group_by: [alertname, namespace]
            receivers:
              - name: nobody
            """;

    /// Where messages for a receiver go.
    public record Receiver(String name, List<Integration> integrations) {
        public Receiver {
            requireNonNull(name, "name");
            integrations = List.copyOf(integrations);
        }
    }

    /// A path of template files, which may end in a pattern such as `*.tmpl`.
    public record TemplateFiles(Path folder, String pattern, String place) {
        public TemplateFiles {
            requireNonNull(folder, "folder");
            requireNonNull(pattern, "pattern");
            requireNonNull(place, "place");
        }
    }

    public AlertConfig {
        requireNonNull(resolveTimeout, "resolveTimeout");
        requireNonNull(route, "route");
        inhibitRules = List.copyOf(inhibitRules);
        receivers = Collections.unmodifiableMap(new LinkedHashMap<>(receivers));
        timeIntervals = Map.copyOf(timeIntervals);
        templates = List.copyOf(templates);
        requireNonNull(redactedText, "redactedText");
        warnings = List.copyOf(warnings);
    }

    /// What holds as long as there is no file: alerts are kept, grouped and shown, and nobody is
    /// notified.
    public static AlertConfig standard(Path missingFile) {
        return parse(STANDARD, missingFile.toString(), missingFile.toAbsolutePath());
    }

    /// Reads a file; paths in it are relative to its folder. Throws [AlertConfigException].
    public static AlertConfig load(Path file) {
        String text;
        try {
            if (Files.size(file) > YamlNodes.CHARACTERS_MAX) {
                throw unreadable(file, "more than " + YamlNodes.CHARACTERS_MAX + " bytes");
            }
            text = Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e);
        }
        Path folder = requireNonNull(file.toAbsolutePath().getParent(), "parent");
        return parse(text, String.valueOf(file.getFileName()), folder);
    }

    /// Reads a text; `source` is its name in messages. Throws [AlertConfigException].
    public static AlertConfig parse(String text, String source, Path folder) {
        return new AlertConfigReader(text, source, folder).read();
    }

    /// The route as `amtool config routes` draws it; for people.
    public String describeRoutes() {
        StringBuilder lines = new StringBuilder();
        describe(route, 0, lines);
        return lines.toString();
    }

    private static void describe(Route route, int depth, StringBuilder lines) {
        lines.append("  ".repeat(depth))
                .append(route.matchers().isEmpty() ? "default" : Matchers.text(route.matchers()))
                .append("  continue: ")
                .append(route.continues())
                .append("  receiver: ")
                .append(route.receiver())
                .append('\n');
        route.routes().forEach(child -> describe(child, depth + 1, lines));
    }

    private static AlertConfigException unreadable(Path file, String why) {
        return new AlertConfigException(
                List.of(new Diagnostic(Diagnostic.Severity.ERROR, file.toString(), why)));
    }
}
