package dev.slipway.terraform.view;

/// Breaks sentences into lines. Stateless.
final class Prose {
    private static final int WIDTH_MIN = 20;

    private Prose() {}

    /// At most so many columns wide; what is narrower than any sentence leaves it as it is.
    static String wrapped(String text, int widthColumns) {
        if (widthColumns < WIDTH_MIN) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (String word : text.split(" ")) {
            if (used > 0 && used + 1 + word.length() > widthColumns) {
                out.append('\n');
                used = 0;
            } else if (used > 0) {
                out.append(' ');
                used++;
            }
            out.append(word);
            used += word.length();
        }
        return out.toString();
    }
}
