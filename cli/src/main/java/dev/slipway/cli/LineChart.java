package dev.slipway.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Draws lines in a terminal with Braille characters, each of which has two by four dots.
///
/// @param width in characters, the axis included
/// @param height of the drawing in lines
/// @param coloured whether the terminal shows colours; without them, lines have letters
record LineChart(int width, int height, boolean coloured, ZoneId zone) {
    private static final int AXIS = 9;
    private static final int DOTS_WIDE = 2;
    private static final int DOTS_HIGH = 4;
    private static final int BRAILLE = 0x2800;
    private static final int LEGEND_MAX = 20;
    private static final int[][] DOT = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    private static final int[] COLOURS = {36, 33, 35, 32, 34, 31, 96, 93, 95, 92, 94, 91};
    private static final int DAY_SECONDS = 86_400;

    /// A number with decimals, of which only those count that are not zeros at the end.
    private static final Pattern TRIMMED = Pattern.compile("^(-?\\d+(?:\\.\\d*[1-9])?)\\.?0*$");

    /// A value at a time, in seconds since 1970.
    record Point(double seconds, double value) {}

    /// What is drawn in one colour.
    record Line(String name, List<Point> points) {}

    /// One that fits the terminal.
    static LineChart ofTerminal(ZoneId zone) {
        String columns = System.getenv("COLUMNS");
        int width =
                columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : 100;
        boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
        return new LineChart(Math.max(40, width), 16, terminal, zone);
    }

    String draw(List<Line> lines) {
        Bounds bounds = Bounds.of(lines);
        if (bounds == null) {
            return "Nothing matches.\n";
        }
        int columns = width - AXIS;
        int[][] cells = new int[height][columns];
        int[][] owners = new int[height][columns];
        for (int i = 0; i < lines.size(); i++) {
            plot(lines.get(i), i, bounds, cells, owners);
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < height; row++) {
            double value = bounds.high - (bounds.high - bounds.low) * row / (height - 1);
            boolean labelled = row % 3 == 0 || row == height - 1;
            text.append("%7s ".formatted(labelled ? shortNumber(value) : ""));
            text.append(labelled ? '┤' : '│');
            row(text, cells[row], owners[row]);
            text.append('\n');
        }
        axis(text, bounds, columns);
        legend(text, lines);
        return text.toString();
    }

    private static void plot(Line line, int owner, Bounds bounds, int[][] cells, int[][] owners) {
        int wide = cells[0].length * DOTS_WIDE;
        int high = cells.length * DOTS_HIGH;
        int beforeX = -1;
        int beforeY = -1;
        for (Point point : line.points()) {
            if (!Double.isFinite(point.value())) {
                beforeX = -1;
                continue;
            }
            int x = bounds.place(point.seconds(), bounds.from, bounds.to, wide);
            int y = high - 1 - bounds.place(point.value(), bounds.low, bounds.high, high);
            if (beforeX >= 0 && x - beforeX <= bounds.gap(wide)) {
                int steps = Math.max(Math.abs(x - beforeX), Math.abs(y - beforeY));
                for (int step = 1; step < steps; step++) {
                    int betweenX = beforeX + (x - beforeX) * step / steps;
                    dot(cells, owners, betweenX, beforeY + (y - beforeY) * step / steps, owner);
                }
            }
            dot(cells, owners, x, y, owner);
            beforeX = x;
            beforeY = y;
        }
    }

    private static void dot(int[][] cells, int[][] owners, int x, int y, int owner) {
        cells[y / DOTS_HIGH][x / DOTS_WIDE] |= DOT[y % DOTS_HIGH][x % DOTS_WIDE];
        owners[y / DOTS_HIGH][x / DOTS_WIDE] = owner;
    }

    private void row(StringBuilder text, int[] cells, int[] owners) {
        int colour = 0;
        for (int column = 0; column < cells.length; column++) {
            if (cells[column] == 0) {
                text.append(' ');
                continue;
            }
            int wanted = COLOURS[owners[column] % COLOURS.length];
            if (coloured && wanted != colour) {
                text.append("\u001b[").append(wanted).append('m');
                colour = wanted;
            }
            text.append((char) (BRAILLE + cells[column]));
        }
        if (colour != 0) {
            text.append("\u001b[0m");
        }
        while (!coloured && !text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }

    private void axis(StringBuilder text, Bounds bounds, int columns) {
        text.repeat(' ', AXIS - 1).append('└').repeat('─', columns).append('\n');
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(
                                bounds.to - bounds.from > DAY_SECONDS ? "MMM d HH:mm" : "HH:mm:ss",
                                Locale.ROOT)
                        .withZone(zone);
        String from = format.format(Instant.ofEpochMilli((long) (bounds.from * 1e3)));
        String to = format.format(Instant.ofEpochMilli((long) (bounds.to * 1e3)));
        text.repeat(' ', AXIS).append(from);
        text.repeat(' ', Math.max(1, columns - from.length() - to.length()))
                .append(to)
                .append('\n');
    }

    private void legend(StringBuilder text, List<Line> lines) {
        for (int i = 0; i < Math.min(lines.size(), LEGEND_MAX); i++) {
            Line line = lines.get(i);
            double last = line.points().isEmpty() ? Double.NaN : line.points().getLast().value();
            if (coloured) {
                text.append("\u001b[").append(COLOURS[i % COLOURS.length]).append("m━━\u001b[0m ");
            } else {
                text.append("━━ ");
            }
            text.append("%7s  %s%n".formatted(shortNumber(last), line.name()));
        }
        if (lines.size() > LEGEND_MAX) {
            text.append("… and ").append(lines.size() - LEGEND_MAX).append(" more\n");
        }
    }

    /// At most two decimals and a prefix: `1.25k`, `340m`, `0`.
    static String shortNumber(double value) {
        double size = Math.abs(value);
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : String.valueOf(value);
        }
        String[] prefixes = {"n", "µ", "m", "", "k", "M", "G", "T", "P"};
        int thousands = (int) Math.floor(Math.log10(size) / 3 + 1e-9);
        if (thousands < -3 || thousands > 5) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        String digits = String.format(Locale.ROOT, "%.2f", value / Math.pow(1_000, thousands));
        return TRIMMED.matcher(digits).replaceFirst("$1") + prefixes[thousands + 3];
    }

    /// What the drawing spans.
    private static final class Bounds {
        private double from = Double.POSITIVE_INFINITY;
        private double to = Double.NEGATIVE_INFINITY;
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
        private double step = Double.POSITIVE_INFINITY;

        /// Null without any finite value.
        static @Nullable Bounds of(List<Line> lines) {
            Bounds bounds = new Bounds();
            for (Line line : lines) {
                double before = Double.NaN;
                for (Point point : line.points()) {
                    bounds.include(point);
                    if (point.seconds() > before) {
                        bounds.step = Math.min(bounds.step, point.seconds() - before);
                    }
                    before = point.seconds();
                }
            }
            if (bounds.low > bounds.high) {
                return null;
            }
            bounds.widen();
            return bounds;
        }

        private void include(Point point) {
            from = Math.min(from, point.seconds());
            to = Math.max(to, point.seconds());
            if (Double.isFinite(point.value())) {
                low = Math.min(low, point.value());
                high = Math.max(high, point.value());
            }
        }

        /// From zero, where that does not flatten everything; a constant gets room.
        private void widen() {
            if (low > 0 && (low < high * 0.7 || low == high)) {
                low = 0;
            }
            if (low == high) {
                high = low + 1;
            }
            if (to <= from) {
                to = from + 1;
            }
        }

        int place(double at, double first, double last, int places) {
            return (int) Math.round((at - first) / (last - first) * (places - 1));
        }

        /// Dots between points that belong together; more means that some are missing.
        int gap(int wide) {
            return Double.isInfinite(step)
                    ? wide
                    : (int) Math.ceil(wide * step / (to - from) * 1.5) + 1;
        }
    }
}
