package dev.slipway.hcl.decode;

import dev.slipway.hcl.source.SourceRange;

/// Finds the labels in the header of a block. Stateless.
public final class Labels {
    private Labels() {}

    /// Where the label with this index is written; the whole header where labels do not stand in
    /// it, as in JSON.
    public static SourceRange range(SourceRange header, int index) {
        String text = header.text();
        int at = wordEnd(text, 0);
        for (int label = 0; ; label++) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                return header;
            }
            int end = text.charAt(at) == '"' ? quoteEnd(text, at) : wordEnd(text, at);
            if (label == index) {
                return new SourceRange(header.source(), header.start() + at, header.start() + end);
            }
            at = end;
        }
    }

    /// The brace that opens the block; the whole header where there is none, as in JSON.
    public static SourceRange brace(SourceRange header) {
        int open = header.source().text().indexOf('{', header.end());
        boolean there =
                open >= 0
                        && header.source().text().substring(header.end(), open).isBlank()
                        && Character.isLetter(header.text().charAt(0));
        return there ? new SourceRange(header.source(), open, open + 1) : header;
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && text.charAt(end) != '"') {
            end++;
        }
        return Math.max(end, Math.min(from + 1, text.length()));
    }

    private static int quoteEnd(String text, int from) {
        int end = from + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, text.length());
    }
}
