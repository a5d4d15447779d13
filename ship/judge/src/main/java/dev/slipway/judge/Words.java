package dev.slipway.judge;

import java.util.Locale;

/// Numbers as people read them in the judges' sentences.
final class Words {
    private Words() {}

    /// A share in percent, with the precision that matters.
    static String share(double share) {
        if (share == 0) {
            return "0 %";
        }
        if (share < .00005) {
            return "under 0.01 %";
        }
        return String.format(Locale.ROOT, share < .01 ? "%.2f %%" : "%.1f %%", 100 * share);
    }

    /// A hundredfold without zeros that say nothing.
    static String percent(double share) {
        String text = String.format(Locale.ROOT, "%.3f", 100 * share);
        return text.replaceAll("\\.?0+$", "");
    }

    static String seconds(double seconds) {
        return seconds < 1 ? percent(seconds * 10) + " ms" : percent(seconds / 100) + " s";
    }

    static String count(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
