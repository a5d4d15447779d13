package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.FunctionException;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/// A time written by a format of letters: `YYYY-MM-DD 'at' hh:mm`. Used once, by one thread.
final class DateText {
    private final String format;
    private final OffsetDateTime time;

    DateText(String format, OffsetDateTime time) {
        this.format = format;
        this.time = time;
    }

    String text() throws FunctionException {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char each = format.charAt(at);
            if (each == '\'') {
                at = quoted(at, out);
            } else if (isLetter(each)) {
                int end = at;
                while (end < format.length() && format.charAt(end) == each) {
                    end++;
                }
                out.append(verb(format.substring(at, end)));
                at = end;
            } else {
                out.append(each);
                at++;
            }
        }
        return out.toString();
    }

    private static boolean isLetter(char each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
    }

    /// Two apostrophes are one, in quotes and outside.
    private int quoted(int start, StringBuilder out) throws FunctionException {
        int at = start + 1;
        if (format.startsWith("'", at)) {
            out.append('\'');
            return at + 1;
        }
        while (at < format.length()) {
            if (format.charAt(at) != '\'') {
                out.append(format.charAt(at++));
            } else if (format.startsWith("''", at)) {
                out.append('\'');
                at += 2;
            } else {
                return at + 1;
            }
        }
        throw FunctionException.argument(0, "unterminated literal '");
    }

    private String verb(String verb) throws FunctionException {
        return switch (verb) {
            case "YYYY" -> padded(time.getYear(), 4);
            case "YY" -> padded(time.getYear() % 100, 2);
            case "MMMM" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "MMM" -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case "MM" -> padded(time.getMonthValue(), 2);
            case "M" -> padded(time.getMonthValue(), 1);
            case "DD" -> padded(time.getDayOfMonth(), 2);
            case "D" -> padded(time.getDayOfMonth(), 1);
            case "EEEE" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "EEE" -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case "hh" -> padded(time.getHour(), 2);
            case "h" -> padded(time.getHour(), 1);
            case "HH" -> padded(twelve(), 2);
            case "H" -> padded(twelve(), 1);
            case "AA" -> time.getHour() < 12 ? "AM" : "PM";
            case "aa" -> time.getHour() < 12 ? "am" : "pm";
            case "mm" -> padded(time.getMinute(), 2);
            case "m" -> padded(time.getMinute(), 1);
            case "ss" -> padded(time.getSecond(), 2);
            case "s" -> padded(time.getSecond(), 1);
            case "ZZZZZ" -> offset(":");
            case "ZZZZ" -> offset("");
            case "ZZZ" -> time.getOffset().getTotalSeconds() == 0 ? "UTC" : offset("");
            case "Z" -> time.getOffset().getTotalSeconds() == 0 ? "Z" : offset(":");
            default -> throw unsupported(verb);
        };
    }

    private static FunctionException unsupported(String verb) {
        return FunctionException.argument(
                0,
                "invalid date format verb \""
                        + verb
                        + "\"; a literal must be in quotes, like 'this'");
    }

    private int twelve() {
        int hour = time.getHour() % 12;
        return hour == 0 ? 12 : hour;
    }

    private String offset(String separator) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        String sign = minutes < 0 ? "-" : "+";
        return sign
                + padded(Math.abs(minutes) / 60, 2)
                + separator
                + padded(Math.abs(minutes) % 60, 2);
    }

    private static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
