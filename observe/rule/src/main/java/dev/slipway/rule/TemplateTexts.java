package dev.slipway.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What templates do with texts.
final class TemplateTexts {
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*(%.*)?");

    private TemplateTexts() {}

    /// Every word with a capital.
    static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int before = ' ';
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            boolean inWord = Character.isLetterOrDigit(before) || "_'".indexOf(before) >= 0;
            out.appendCodePoint(inWord ? point : Character.toTitleCase(point));
            before = point;
        }
        return out.toString();
    }

    static boolean matches(String regex, String text) {
        return Pattern.compile(regex).matcher(text).find();
    }

    /// Go's `ReplaceAllString`: `$1`, `${1}x` and `$name` stand for groups, `$$` for a dollar.
    static String replaceAll(String regex, String replacement, String text) {
        Pattern pattern = Pattern.compile(regex);
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            out.append(text, end, matcher.start());
            expand(out, replacement, matcher, pattern);
            end = matcher.end();
        }
        return out.append(text, end, text.length()).toString();
    }

    private static void expand(
            StringBuilder out, String replacement, Matcher matcher, Pattern pattern) {
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at++);
            if (c != '$' || at == replacement.length()) {
                out.append(c);
                continue;
            }
            if (replacement.charAt(at) == '$') {
                out.append('$');
                at++;
                continue;
            }
            boolean braced = replacement.charAt(at) == '{';
            int start = braced ? at + 1 : at;
            int end = start;
            while (end < replacement.length() && isNamePart(replacement.charAt(end))) {
                end++;
            }
            boolean closed =
                    !braced || (end < replacement.length() && replacement.charAt(end) == '}');
            if (end == start || !closed) {
                out.append('$');
                continue;
            }
            String group = group(replacement.substring(start, end), matcher, pattern);
            out.append(group == null ? "" : group);
            at = braced ? end + 1 : end;
        }
    }

    private static @Nullable String group(String name, Matcher matcher, Pattern pattern) {
        if (name.matches("\\d{1,4}")) {
            int number = Integer.parseInt(name);
            return number <= matcher.groupCount() ? matcher.group(number) : null;
        }
        return pattern.namedGroups().containsKey(name) ? matcher.group(name) : null;
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    /// The host of `host:port`, or the text as it is.
    static String stripPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return text;
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.contains(":") ? text : host;
    }

    /// The first part of a host's name; addresses stay, and so does the port.
    static String stripDomain(String text) {
        String host = stripPort(text);
        if (ADDRESS.matcher(host).matches()) {
            return text;
        }
        String port = text.length() > host.length() ? text.substring(host.length()) : "";
        int dot = host.indexOf('.');
        return (dot < 0 ? host : host.substring(0, dot)) + port;
    }

    static String queryEscape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static String graphPath(String expression, int tab) {
        return "/graph?g0.expr=" + queryEscape(expression) + "&g0.tab=" + tab;
    }
}
