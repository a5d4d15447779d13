package dev.slipway.scrape.config;

import dev.slipway.series.SelectorText;
import java.util.Locale;

/// Which names metrics and labels may have.
public enum NameValidation {
    /// Any text that is not empty.
    UTF8,
    /// Letters, digits, underscores; colons in the names of metrics.
    LEGACY;

    public boolean allowsMetric(String name) {
        return this == UTF8 ? isText(name) : SelectorText.isMetricName(name);
    }

    public boolean allowsLabel(String name) {
        return this == UTF8 ? isText(name) : SelectorText.isLabelName(name);
    }

    /// As configurations write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean isText(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(NameValidation::isLoneSurrogate);
    }

    private static boolean isLoneSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
