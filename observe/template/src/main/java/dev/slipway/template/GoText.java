package dev.slipway.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Texts as Go sees them: bytes of UTF-8; and the escapes of `html`, `js` and `urlquery`.
final class GoText {
    private GoText() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String of(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /// By bytes.
    static int compare(String left, String right) {
        return Arrays.compareUnsigned(bytes(left), bytes(right));
    }

    static String escapeHtml(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\0' -> out.append('\ufffd');
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static String escapeJs(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(point -> {
                    switch (point) {
                        case '\\', '\'', '"' -> out.append('\\').append((char) point);
                        case '<', '>', '&', '=' -> out.append("\\u%04X".formatted(point));
                        default -> {
                            if (point >= ' ' && GoQuote.isPrintable(point)) {
                                out.appendCodePoint(point);
                            } else {
                                out.append("\\u%04X".formatted(point));
                            }
                        }
                    }
                });
        return out.toString();
    }

    static String escapeQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
