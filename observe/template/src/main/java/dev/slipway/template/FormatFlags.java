package dev.slipway.template;

/// What stands between `%` and the verb. Not thread-safe.
final class FormatFlags {
    static final int NONE = -1;

    boolean minus;
    boolean plus;
    boolean sharp;
    boolean space;
    boolean zero;
    int width = NONE;
    int precision = NONE;

    /// `%+v` and `%#v` mean something else than a sign and a prefix.
    boolean plusV;

    boolean sharpV;

    /// Fills up to the width; with zeros where they were asked for.
    String pad(String text) {
        int length = text.codePointCount(0, text.length());
        if (width == NONE || length >= width) {
            return text;
        }
        String fill = (zero && !minus ? "0" : " ").repeat(width - length);
        return minus ? text + fill : fill + text;
    }

    /// Fills with spaces, whatever was asked for.
    String padWithSpaces(String text) {
        boolean before = zero;
        zero = false;
        String padded = pad(text);
        zero = before;
        return padded;
    }
}
