package dev.slipway.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.series.Labels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabelsHashTest {
    @ParameterizedTest
    @CsvSource({
        "'',ef46db3751d8e999",
        "a,d24ec4f1a98c6e5b",
        "abc,44bc2cf5ad770999",
        "Nobody inspects the spammish repetition,fbcea83c8a378bf1"
    })
    void hashesAsTheReferenceDoes(String text, String hash) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Long.toHexString(XxHash64.of(bytes))).isEqualTo(hash);
    }

    @Test
    void hashesWholeStripesAndWhatIsLeft() {
        byte[] bytes = ("x".repeat(100) + "end").getBytes(StandardCharsets.UTF_8);
        assertThat(Long.toHexString(XxHash64.of(bytes))).isEqualTo("d4f94850052a67c6");
    }

    @Test
    void putsSeriesWherePrometheusPutsThem() {
        Labels labels =
                Labels.of(
                        "__name__",
                        "demo_memory_usage_bytes",
                        "instance",
                        "demo:10002",
                        "job",
                        "demo",
                        "type",
                        "free");
        assertThat(LabelsHash.unit(labels)).isCloseTo(0.19561997392960698, within(1e-15));
    }
}
