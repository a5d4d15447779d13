package dev.slipway.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// `label_replace` and `label_join`.
final class LabelFunctions {
    private LabelFunctions() {}

    /// @param texts target, replacement, source, regular expression
    static Rows replace(Rows rows, List<String> texts) {
        String target = requireName(texts.get(0), "label_replace");
        String source = texts.get(2);
        Pattern pattern = pattern(texts.get(3));
        List<Row> results = new ArrayList<>();
        for (Row row : rows.rows()) {
            Matcher matcher = pattern.matcher(row.labels().value(source));
            if (matcher.matches()) {
                String value = expand(texts.get(1), matcher);
                results.add(relabelled(row, target, value));
            } else {
                results.add(row);
            }
        }
        return new Rows(results).merged();
    }

    /// @param texts target, separator, sources
    static Rows join(Rows rows, List<String> texts) {
        String target = requireName(texts.get(0), "label_join");
        List<Row> results = new ArrayList<>();
        for (Row row : rows.rows()) {
            StringJoiner joined = new StringJoiner(texts.get(1));
            for (String source : texts.subList(2, texts.size())) {
                joined.add(row.labels().value(source));
            }
            results.add(relabelled(row, target, joined.toString()));
        }
        return new Rows(results).merged();
    }

    private static Row relabelled(Row row, String target, String value) {
        // A name that is set explicitly is not the one that was to go.
        boolean nameless = row.isNameless() && !target.equals(Labels.METRIC_NAME);
        return row.relabelled(row.labels().with(target, value), nameless);
    }

    private static String requireName(String name, String function) {
        if (name.isEmpty() || name.indexOf('\ufffd') >= 0) {
            throw QueryException.execution(
                    "invalid destination label name in " + function + "(): " + name);
        }
        return name;
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile("^(?s:" + regex + ")$");
        } catch (PatternSyntaxException e) {
            throw new QueryException(
                    QueryException.Kind.EXECUTION,
                    "invalid regular expression in label_replace(): " + regex,
                    e);
        }
    }

    /// Go's templates: `$1`, `$name`, `${name}`, `$$`.
    private static String expand(String template, Matcher matcher) {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at++);
            if (c != '$' || at == template.length()) {
                expanded.append(c);
            } else if (template.charAt(at) == '$') {
                expanded.append('$');
                at++;
            } else {
                boolean braced = template.charAt(at) == '{';
                int start = braced ? at + 1 : at;
                int end = start;
                while (end < template.length() && isWord(template.charAt(end))) {
                    end++;
                }
                if (end == start
                        || (braced && (end == template.length() || template.charAt(end) != '}'))) {
                    expanded.append('$');
                    continue;
                }
                expanded.append(group(matcher, template.substring(start, end)));
                at = braced ? end + 1 : end;
            }
        }
        return expanded.toString();
    }

    private static String group(Matcher matcher, String name) {
        boolean number = name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 6;
        String value = null;
        if (number) {
            int index = Integer.parseInt(name);
            value = index <= matcher.groupCount() ? matcher.group(index) : null;
        } else if (matcher.pattern().namedGroups().containsKey(name)) {
            value = matcher.group(name);
        }
        return value == null ? "" : value;
    }

    private static boolean isWord(char c) {
        return c == '_'
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z');
    }
}
