package dev.slipway.alert.notify;

import java.util.Locale;

/// Text in HTML. Stateless.
public final class Html {
    private Html() {}

    /// For text between tags and in quoted attributes; what would run as a link becomes `#`.
    public static String escape(String text) {
        if (isScript(text)) {
            return "#";
        }
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    static String unescape(String html) {
        return html.replace("&#39;", "'")
                .replace("&#34;", "\"")
                .replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
    }

    /// What would run if it became the target of a link.
    private static boolean isScript(String text) {
        String start = text.strip().toLowerCase(Locale.ROOT);
        return start.startsWith("javascript:")
                || start.startsWith("vbscript:")
                || start.startsWith("data:text/html");
    }
}
