package dev.slipway.scrape.relabel;

import com.google.re2j.Matcher;

/// Text with references to groups of a match, as Go's `Regexp.Expand` reads it: `$1`, `${1}`,
/// `$name`, `${name}`, and `$$` for a dollar. A name is as long as it can be, so `$1x` is the group
/// `1x`; a group that does not exist is empty, and a dollar that starts nothing is a dollar.
final class Replacement {
    private Replacement() {}

    static boolean hasReferences(String template) {
        return template.indexOf('$') >= 0;
    }

    static String expand(String template, Matcher match) {
        if (!hasReferences(template)) {
            return template;
        }
        StringBuilder expanded = new StringBuilder(template.length());
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            expanded.append(template, at, dollar);
            at = appendReference(template, dollar, match, expanded);
        }
        return expanded.append(template, at, template.length()).toString();
    }

    /// Appends what the dollar at `dollar` stands for; the index after it.
    private static int appendReference(
            String template, int dollar, Matcher match, StringBuilder expanded) {
        int next = dollar + 1;
        if (next < template.length() && template.charAt(next) == '$') {
            expanded.append('$');
            return next + 1;
        }
        boolean braced = next < template.length() && template.charAt(next) == '{';
        int start = braced ? next + 1 : next;
        int end = start;
        while (end < template.length() && isNamePart(template.charAt(end))) {
            end++;
        }
        boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
        if (end == start || !closed) {
            expanded.append('$');
            return next;
        }
        expanded.append(group(match, template.substring(start, end)));
        return braced ? end + 1 : end;
    }

    private static String group(Matcher match, String name) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean exists = name.length() <= 4 && Integer.parseInt(name) <= match.groupCount();
            String found = exists ? match.group(Integer.parseInt(name)) : null;
            return found == null ? "" : found;
        }
        if (!match.pattern().namedGroups().containsKey(name)) {
            return "";
        }
        String found = match.group(name);
        return found == null ? "" : found;
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
