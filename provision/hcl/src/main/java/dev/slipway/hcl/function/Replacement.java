package dev.slipway.hcl.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;

/// Replaces matches by a template in which `$1`, `$name` and `${name}` stand for groups, and `$$`
/// for a dollar sign. A name is as long as it can be; one that does not exist is empty. Immutable.
record Replacement(Pattern pattern, String template) {
    String in(String text) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = pattern.matcher(text);
        int copied = 0;
        int after = -1;
        while (matcher.find()) {
            boolean repeated = matcher.start() == matcher.end() && matcher.start() == after;
            if (repeated || isInside(text, matcher.start())) {
                continue;
            }
            out.append(text, copied, matcher.start());
            expand(matcher, out);
            copied = matcher.end();
            after = copied;
        }
        return out.append(text, copied, text.length()).toString();
    }

    /// Whether a place is between the two halves of one character, where nothing empty matches.
    static boolean isInside(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }

    private void expand(Matcher matcher, StringBuilder out) {
        int at = 0;
        while (at < template.length()) {
            char each = template.charAt(at);
            if (each != '$') {
                out.append(each);
                at++;
            } else if (template.startsWith("$$", at)) {
                out.append('$');
                at += 2;
            } else {
                at = group(matcher, at, out);
            }
        }
    }

    private int group(Matcher matcher, int dollar, StringBuilder out) {
        boolean braces = template.startsWith("{", dollar + 1);
        int start = dollar + (braces ? 2 : 1);
        int end = start;
        while (end < template.length() && isWord(template.charAt(end))) {
            end++;
        }
        boolean closed = !braces || (end < template.length() && template.charAt(end) == '}');
        if (end == start || !closed) {
            out.append('$');
            return dollar + 1;
        }
        out.append(value(matcher, template.substring(start, end)));
        return braces ? end + 1 : end;
    }

    private static boolean isWord(char each) {
        return each == '_' || Character.isLetterOrDigit(each);
    }

    private String value(Matcher matcher, String name) {
        Map<String, Integer> names = pattern.namedGroups();
        Integer group = names.get(name);
        if (group == null && name.length() < 6 && name.chars().allMatch(Character::isDigit)) {
            group = Integer.parseInt(name);
        }
        if (group == null || group > pattern.groupCount()) {
            return "";
        }
        String found = matcher.group(group);
        return found == null ? "" : found;
    }
}
