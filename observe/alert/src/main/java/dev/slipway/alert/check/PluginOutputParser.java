package dev.slipway.alert.check;

import dev.slipway.alert.check.PerformanceValue.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One reading of what a plugin printed. The first line is `text | figures`; further lines are text
/// up to a second `|`, after which all is figures. Used by one thread.
final class PluginOutputParser {
    private static final int FIGURES_MAX = 200;
    private static final int LABEL_LENGTH_MAX = 200;

    private record Measure(double factor, Unit unit) {}

    private final String text;
    private final StringBuilder figures = new StringBuilder();
    private int position;

    PluginOutputParser(String text) {
        this.text = text.replace("\r\n", "\n").replace('\0', ' ');
    }

    PluginOutput read() {
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        String rest = end < 0 ? "" : text.substring(end + 1);
        String summary = beforeBar(first);
        StringBuilder details = new StringBuilder();
        boolean afterBar = false;
        for (String line : rest.split("\n", -1)) {
            if (afterBar) {
                figures.append(' ').append(line);
            } else {
                afterBar = line.indexOf('|') >= 0;
                details.append(beforeBar(line)).append('\n');
            }
        }
        return new PluginOutput(summary.strip(), details.toString().strip(), values());
    }

    private String beforeBar(String line) {
        int bar = line.indexOf('|');
        if (bar < 0) {
            return line;
        }
        figures.append(' ').append(line, bar + 1, line.length());
        return line.substring(0, bar);
    }

    private List<PerformanceValue> values() {
        List<PerformanceValue> found = new ArrayList<>();
        String all = figures.toString();
        while (found.size() < FIGURES_MAX) {
            skipSpace(all);
            if (position >= all.length()) {
                break;
            }
            String label = label(all);
            String value = value(all);
            PerformanceValue figure = figure(label, value);
            if (figure != null) {
                found.add(figure);
            }
        }
        return found;
    }

    private void skipSpace(String all) {
        while (position < all.length() && Character.isWhitespace(all.charAt(position))) {
            position++;
        }
    }

    /// Up to `=`; in single quotes it may hold spaces and `=`, and quotes are doubled.
    private String label(String all) {
        StringBuilder label = new StringBuilder();
        boolean quoted = all.charAt(position) == '\'';
        position += quoted ? 1 : 0;
        while (position < all.length()) {
            char c = all.charAt(position);
            if (quoted && c == '\'') {
                boolean doubled = position + 1 < all.length() && all.charAt(position + 1) == '\'';
                position += doubled ? 2 : 1;
                if (!doubled) {
                    break;
                }
                label.append('\'');
                continue;
            }
            if (!quoted && (c == '=' || Character.isWhitespace(c))) {
                break;
            }
            label.append(c);
            position++;
        }
        return label.toString();
    }

    /// What follows `=` up to the next space; empty if there is no `=`.
    private String value(String all) {
        if (position >= all.length() || all.charAt(position) != '=') {
            int start = position;
            while (position < all.length() && !Character.isWhitespace(all.charAt(position))) {
                position++;
            }
            position = Math.max(position, start);
            return "";
        }
        int start = ++position;
        while (position < all.length() && !Character.isWhitespace(all.charAt(position))) {
            position++;
        }
        return all.substring(start, position);
    }

    private static @Nullable PerformanceValue figure(String label, String text) {
        if (label.isBlank() || label.length() > LABEL_LENGTH_MAX || text.isEmpty()) {
            return null;
        }
        String[] parts = text.split(";", -1);
        int digits = digits(parts[0]);
        String number = parts[0].substring(0, digits);
        boolean unknown = number.isEmpty() && parts[0].startsWith("U");
        double value = Figures.parse(number);
        if (Double.isNaN(value) && !unknown) {
            return null;
        }
        Measure measure = measure(unknown ? "" : parts[0].substring(digits));
        double factor = measure.factor;
        return new PerformanceValue(
                label,
                unknown ? Double.NaN : value * factor,
                measure.unit,
                range(parts, 1, factor),
                range(parts, 2, factor),
                bound(parts, 3) * factor,
                bound(parts, 4) * factor);
    }

    private static int digits(String text) {
        int end = 0;
        while (end < text.length() && "0123456789.,+-".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        boolean exponent =
                end > 0
                        && end + 1 < text.length()
                        && (text.charAt(end) == 'e' || text.charAt(end) == 'E')
                        && "0123456789+-".indexOf(text.charAt(end + 1)) >= 0;
        if (exponent) {
            end += 2;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    private static Measure measure(String unit) {
        return switch (unit) {
            case "" -> new Measure(1, Unit.NONE);
            case "s" -> new Measure(1, Unit.SECONDS);
            case "ms" -> new Measure(1e-3, Unit.SECONDS);
            case "us", "µs" -> new Measure(1e-6, Unit.SECONDS);
            case "ns" -> new Measure(1e-9, Unit.SECONDS);
            case "%" -> new Measure(1, Unit.PERCENT);
            case "c" -> new Measure(1, Unit.COUNTER);
            default -> bytes(unit);
        };
    }

    /// Multiples of 1,024, as the official plugins count.
    private static Measure bytes(String unit) {
        String upper = unit.toUpperCase(Locale.ROOT).replace("IB", "B");
        int power = List.of("B", "KB", "MB", "GB", "TB", "PB").indexOf(upper);
        return power < 0
                ? new Measure(1, Unit.OTHER)
                : new Measure(Math.pow(1024, power), Unit.BYTES);
    }

    private static @Nullable ThresholdRange range(String[] parts, int index, double factor) {
        if (parts.length <= index || parts[index].isEmpty()) {
            return null;
        }
        try {
            return ThresholdRange.parse(parts[index]).scaled(factor);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static double bound(String[] parts, int index) {
        return parts.length <= index ? Double.NaN : Figures.parse(parts[index]);
    }
}
