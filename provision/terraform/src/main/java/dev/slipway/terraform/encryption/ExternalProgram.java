package dev.slipway.terraform.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.backend.Program;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A program that speaks OpenTofu's protocol for keys or for encryption: it writes a line that says
/// which, reads JSON and writes JSON. Immutable.
///
/// Source: [Writing an external key
/// provider](https://opentofu.org/docs/language/state/encryption/#writing-an-external-key-provider).
record ExternalProgram(List<String> command, String magic) {
    static final String KEYS = "OpenTofu-External-Key-Provider";
    static final String METHOD = "OpenTofu-External-Encryption-Method";

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int SHOWN = 80;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    ExternalProgram {
        command = List.copyOf(command);
    }

    /// @throws StateException if it cannot be run, or says something else
    JsonNode ask(JsonNode question) {
        try {
            byte[] told =
                    new Program(command, Map.of(), TIMEOUT)
                            .run(question.toString().getBytes(StandardCharsets.UTF_8));
            String text = new String(told, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            String line = end < 0 ? text : text.substring(0, end);
            JsonNode header = header(line);
            if (!header.path("magic").asText("").equals(magic)
                    || header.path("version").asInt() != 1) {
                throw new StateException(
                        "encryption: %s: the first line is `%s` (expected: `{\"magic\":\"%s\",\"version\":1}`)"
                                .formatted(
                                        command.getFirst(),
                                        line.length() > SHOWN ? line.substring(0, SHOWN) : line,
                                        magic));
            }
            return MAPPER.readTree(end < 0 ? "{}" : text.substring(end + 1));
        } catch (IOException e) {
            throw new StateException("encryption: " + e.getMessage(), e);
        }
    }

    private static JsonNode header(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            return MAPPER.createObjectNode();
        }
    }

    StateException wrong(String what) {
        return new StateException("encryption: " + command.getFirst() + ": " + what);
    }
}
