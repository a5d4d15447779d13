package dev.slipway.wire.otlp;

/// How names of metrics and attributes become names of series and labels: `translation_strategy` in
/// `prometheus.yml`.
public enum Translation {
    UNDERSCORES_WITH_SUFFIXES("UnderscoreEscapingWithSuffixes", true, true),
    UNDERSCORES_WITHOUT_SUFFIXES("UnderscoreEscapingWithoutSuffixes", true, false),
    UTF8_WITH_SUFFIXES("NoUTF8EscapingWithSuffixes", false, true),
    NONE("NoTranslation", false, false);

    private final String text;
    private final boolean escaping;
    private final boolean suffixes;

    Translation(String text, boolean escaping, boolean suffixes) {
        this.text = text;
        this.escaping = escaping;
        this.suffixes = suffixes;
    }

    /// Of the word in the configuration.
    public static Translation of(String text) {
        for (Translation each : values()) {
            if (each.text.equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "translation_strategy: "
                        + text
                        + " (expected: UnderscoreEscapingWithSuffixes,"
                        + " UnderscoreEscapingWithoutSuffixes, NoUTF8EscapingWithSuffixes or"
                        + " NoTranslation)");
    }

    /// As the configuration writes it.
    public String text() {
        return text;
    }

    /// Whether characters that were not allowed before UTF-8 names become underscores.
    boolean isEscaping() {
        return escaping;
    }

    /// Whether units and `_total` are appended.
    boolean hasSuffixes() {
        return suffixes;
    }
}
