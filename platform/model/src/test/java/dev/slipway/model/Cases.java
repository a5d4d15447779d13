package dev.slipway.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Files of test cases, one YAML document each.
final class Cases {
    private Cases() {}

    static List<YamlDocument> read(String file) {
        try (InputStream in = Cases.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no file " + file + " beside " + Cases.class);
            }
            return Yaml.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of the definitions beside the cases.
    static Schema deployment() {
        return Schemas.of(read("workload-definitions.yaml").getFirst().object())
                .definition("Deployment");
    }
}
