package dev.slipway.alert.check;

import java.util.regex.Pattern;

/// Numbers as plugins write them. Stateless.
final class Figures {
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(?:[0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?");

    private Figures() {}

    /// NaN if it is none; a comma is taken for a point, since plugins follow the locale.
    static double parse(String text) {
        String plain = text.strip().replace(',', '.');
        return NUMBER.matcher(plain).matches() ? Double.parseDouble(plain) : Double.NaN;
    }
}
