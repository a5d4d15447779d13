package dev.slipway.terraform.view;

import static java.util.Objects.requireNonNull;

/// How things are shown: with colours or not, how wide prose may be (zero: as it is), and how much
/// of changes that are alike.
public record ViewOptions(boolean colour, int widthColumns, Grouping grouping) {
    /// Without colours, each change by itself.
    public static final ViewOptions PLAIN = new ViewOptions(false, 78, Grouping.NEVER);

    /// How many changes may be alike before only some of them are shown. Alike are those of one
    /// resource in which the same happens to the same parts.
    public enum Grouping {
        /// Every change is shown.
        NEVER(Integer.MAX_VALUE, Integer.MAX_VALUE),
        /// Only where the others would be lost in them.
        MANY(50, 3),
        /// One of each kind.
        ALWAYS(1, 1);

        private final int alikeMax;
        private final int shown;

        Grouping(int alikeMax, int shown) {
            this.alikeMax = alikeMax;
            this.shown = shown;
        }

        /// How many of so many alike changes are shown.
        int shown(int alike) {
            return alike > alikeMax ? shown : alike;
        }
    }

    public ViewOptions {
        requireNonNull(grouping, "grouping");
    }
}
