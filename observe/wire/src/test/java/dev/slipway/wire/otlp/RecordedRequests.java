package dev.slipway.wire.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.wire.otlp.OtlpOptions.Deltas;
import dev.slipway.wire.otlp.OtlpOptions.LabelNaming;
import dev.slipway.wire.otlp.OtlpOptions.Promotion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One broad request, the settings under which a Prometheus 3.16 was asked to take it, and what it
/// then had, in `NAME.txt`.
enum RecordedRequests {
    SUFFIXES(""),
    WITHOUT_SUFFIXES("{translation_strategy: UnderscoreEscapingWithoutSuffixes}"),
    UTF8_SUFFIXES("{translation_strategy: NoUTF8EscapingWithSuffixes}"),
    NO_TRANSLATION("{translation_strategy: NoTranslation}"),
    PROMOTED(
            "{promote_resource_attributes: [k8s.pod.name, service.name, zone],"
                    + " promote_scope_metadata: true, keep_identifying_resource_attributes: true,"
                    + " label_name_underscore_sanitization: false}"),
    PROMOTED_ALL(
            "{promote_all_resource_attributes: true, ignore_resource_attributes: [raw, map],"
                    + " convert_histograms_to_nhcb: true,"
                    + " label_name_preserve_multiple_underscores: false}");

    static final long START_MILLIS = 1_767_225_000_000L;
    static final long END_MILLIS = 1_767_229_000_000L;

    private final String section;

    RecordedRequests(String section) {
        this.section = section;
    }

    OtlpOptions options() {
        return switch (this) {
            case SUFFIXES -> OtlpOptions.DEFAULT;
            case WITHOUT_SUFFIXES -> translated(Translation.UNDERSCORES_WITHOUT_SUFFIXES);
            case UTF8_SUFFIXES -> translated(Translation.UTF8_WITH_SUFFIXES);
            case NO_TRANSLATION -> translated(Translation.NONE);
            case PROMOTED ->
                    new OtlpOptions(
                            Translation.UNDERSCORES_WITH_SUFFIXES,
                            new LabelNaming(false, true),
                            new Promotion(
                                    Set.of("k8s.pod.name", "service.name", "zone"),
                                    false,
                                    Set.of(),
                                    true),
                            true,
                            false,
                            Deltas.REFUSE);
            case PROMOTED_ALL ->
                    new OtlpOptions(
                            Translation.UNDERSCORES_WITH_SUFFIXES,
                            new LabelNaming(true, false),
                            new Promotion(Set.of(), true, Set.of("raw", "map"), false),
                            false,
                            true,
                            Deltas.REFUSE);
        };
    }

    String config() {
        return "scrape_configs: []\n" + (section.isEmpty() ? "" : "otlp: " + section + "\n");
    }

    static byte[] request() throws IOException {
        return resource("request.json");
    }

    List<String> expected() throws IOException {
        return new String(resource(name().toLowerCase(Locale.ROOT) + ".txt"), UTF_8)
                .lines()
                .toList();
    }

    private static OtlpOptions translated(Translation translation) {
        return new OtlpOptions(
                translation, LabelNaming.DEFAULT, Promotion.NONE, false, false, Deltas.REFUSE);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = RecordedRequests.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("No resource " + name);
            }
            return stream.readAllBytes();
        }
    }
}
