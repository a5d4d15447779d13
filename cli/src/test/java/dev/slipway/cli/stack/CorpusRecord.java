package dev.slipway.cli.stack;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Answers that were written down: `terraform.answer.json` is Terraform's, and
/// `slipway.answer.json` ours where it differs on purpose. Stateless.
final class CorpusRecord {
    static final String SUFFIX = ".answer.json";

    static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private static final ObjectWriter WRITER =
            MAPPER.writer(
                    new DefaultPrettyPrinter()
                            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private CorpusRecord() {}

    static JsonNode read(CorpusCase of, String engine) throws IOException {
        return MAPPER.readTree(file(of, engine).toFile());
    }

    static void write(CorpusCase of, String engine, JsonNode answer) throws IOException {
        Files.writeString(file(of, engine), WRITER.writeValueAsString(answer) + "\n");
    }

    private static Path file(CorpusCase of, String engine) {
        return of.folder().resolve(engine + SUFFIX);
    }
}
