package dev.slipway.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads queries from a resource: one a line, `#` before remarks, and alternatives as
/// `«this|that»`, of which every combination is a query.
final class QueryList {
    private static final Pattern CHOICE = Pattern.compile("«(.*?)»");

    private QueryList() {}

    static List<String> read(String resource) throws IOException {
        LinkedHashSet<String> queries = new LinkedHashSet<>();
        try (InputStream in = QueryList.class.getResourceAsStream(resource)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, resource).readAllBytes(),
                            StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    queries.addAll(expand(line.strip()));
                }
            }
        }
        return List.copyOf(queries);
    }

    private static List<String> expand(String line) {
        Matcher choice = CHOICE.matcher(line);
        if (!choice.find()) {
            return List.of(line);
        }
        List<String> expanded = new ArrayList<>();
        for (String each : choice.group(1).split("\\|", -1)) {
            expanded.addAll(
                    expand(
                            line.substring(0, choice.start())
                                    + each
                                    + line.substring(choice.end())));
        }
        return expanded;
    }
}
