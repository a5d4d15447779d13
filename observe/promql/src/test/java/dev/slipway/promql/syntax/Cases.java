package dev.slipway.promql.syntax;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Questions and answers from a file: a question after `? `, its answer in the lines below. The
/// answers are those of Prometheus 3.16 with all experimental features.
final class Cases {
    private static final String QUESTION = "? ";

    private Cases() {}

    static Map<String, String> read(String name) {
        Map<String, String> cases = new LinkedHashMap<>();
        String question = "";
        for (String line : lines(name)) {
            if (line.startsWith(QUESTION)) {
                question = line.substring(QUESTION.length());
            } else {
                cases.merge(question, line, (above, below) -> above + "\n" + below);
            }
        }
        return cases;
    }

    private static List<String> lines(String name) {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(Cases.class.getResourceAsStream(name)),
                                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
