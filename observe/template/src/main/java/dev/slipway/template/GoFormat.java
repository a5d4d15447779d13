package dev.slipway.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Go's `fmt.Sprint`, `Sprintln` and `Sprintf`. For one use, by one thread.
final class GoFormat {
    /// Go takes no larger width or precision.
    private static final int NUMBER_MAX = 1_000_000;

    private final int lengthMax;
    private final StringBuilder out = new StringBuilder();

    // Where in the format and among the arguments the reading stands.
    private String format = "";
    private List<@Nullable Object> arguments = List.of();
    private int at;
    private int next;
    private boolean reordered;
    private boolean goodIndex;

    GoFormat(int lengthMax) {
        this.lengthMax = lengthMax;
    }

    /// A space between two that are both no texts.
    String print(List<@Nullable Object> values) {
        boolean afterText = true;
        for (Object each : values) {
            boolean isText = each instanceof String;
            if (!isText && !afterText) {
                out.append(' ');
            }
            write(each, 'v', new FormatFlags());
            afterText = isText;
        }
        return out.toString();
    }

    String printLine(List<@Nullable Object> values) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(' ');
            }
            write(values.get(i), 'v', new FormatFlags());
        }
        return out.append('\n').toString();
    }

    String printFormatted(@Nullable String pattern, List<@Nullable Object> values) {
        format = pattern == null ? "" : pattern;
        arguments = values;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            int end = percent < 0 ? format.length() : percent;
            out.append(format, at, end);
            at = end;
            if (at < format.length()) {
                at++;
                directive();
            }
        }
        if (!reordered && next < arguments.size()) {
            extra();
        }
        return out.toString();
    }

    private void extra() {
        out.append("%!(EXTRA ");
        for (int i = next; i < arguments.size(); i++) {
            if (i > next) {
                out.append(", ");
            }
            Object value = arguments.get(i);
            if (value == null) {
                out.append("<nil>");
            } else {
                out.append(GoType.of(value)).append('=');
                write(value, 'v', new FormatFlags());
            }
        }
        out.append(')');
    }

    private void directive() {
        FormatFlags flags = new FormatFlags();
        goodIndex = true;
        readFlags(flags);
        boolean afterIndex = index();
        afterIndex = readWidth(flags, afterIndex);
        afterIndex = readPrecision(flags, afterIndex);
        if (!afterIndex) {
            index();
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (next >= arguments.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            if (verb == 'v') {
                flags.sharpV = flags.sharp;
                flags.sharp = false;
                flags.plusV = flags.plus;
                flags.plus = false;
            }
            write(arguments.get(next++), verb, flags);
        }
    }

    private void readFlags(FormatFlags flags) {
        for (; at < format.length(); at++) {
            switch (format.charAt(at)) {
                case '#' -> flags.sharp = true;
                case '0' -> flags.zero = true;
                case '+' -> flags.plus = true;
                case '-' -> flags.minus = true;
                case ' ' -> flags.space = true;
                default -> {
                    return;
                }
            }
        }
    }

    private boolean readWidth(FormatFlags flags, boolean afterIndex) {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            Long width = star();
            if (width == null) {
                out.append("%!(BADWIDTH)");
            } else {
                flags.minus |= width < 0;
                flags.width = (int) Math.abs(width);
            }
            return false;
        }
        flags.width = number();
        if (afterIndex && flags.width != FormatFlags.NONE) {
            goodIndex = false;
        }
        return afterIndex;
    }

    private boolean readPrecision(FormatFlags flags, boolean afterIndex) {
        if (at >= format.length() || format.charAt(at) != '.') {
            return afterIndex;
        }
        at++;
        if (afterIndex) {
            goodIndex = false;
        }
        boolean indexed = index();
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            Long precision = star();
            if (precision == null) {
                out.append("%!(BADPREC)");
            } else if (precision >= 0) {
                flags.precision = precision.intValue();
            } else {
                out.append("%!(BADPREC)");
            }
            return false;
        }
        flags.precision = Math.max(number(), 0);
        return indexed;
    }

    /// The argument that a `*` stands for.
    private @Nullable Long star() {
        Object value = next < arguments.size() ? arguments.get(next++) : null;
        return value instanceof Long number && Math.abs(number) <= NUMBER_MAX ? number : null;
    }

    private int number() {
        int start = at;
        long value = 0;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            value = Math.min(10 * value + format.charAt(at) - '0', NUMBER_MAX + 1L);
            at++;
        }
        return start == at || value > NUMBER_MAX ? FormatFlags.NONE : (int) value;
    }

    /// Reads `[3]`.
    private boolean index() {
        if (at >= format.length() || format.charAt(at) != '[') {
            return false;
        }
        reordered = true;
        int close = format.indexOf(']', at);
        if (close < 0) {
            goodIndex = false;
            at++;
            return false;
        }
        String inside = format.substring(at + 1, close);
        at = close + 1;
        if (inside.matches("[0-9]{1,7}")) {
            int wanted = Integer.parseInt(inside);
            if (wanted >= 1 && wanted <= arguments.size()) {
                next = wanted - 1;
                return true;
            }
        }
        goodIndex = false;
        return true;
    }

    private void write(@Nullable Object value, int verb, FormatFlags flags) {
        new GoVerbs(out, flags, verb).write(GoType.normal(value));
        if (out.length() > lengthMax) {
            throw new TextLimitException(lengthMax);
        }
    }
}
