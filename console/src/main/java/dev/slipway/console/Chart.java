package dev.slipway.console;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.slipway.console.ReleaseHistory.Rates;
import dev.slipway.console.ReleaseHistory.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Draws a release as SVG, three panels above one axis of time: requests a second of both versions,
/// the share of them that failed, and the new version's weight. The newest sample is at the right.
/// Everything written into the markup is a number or a text from here.
final class Chart {
    /// How much time is shown at most.
    static final Duration WINDOW = Duration.ofMinutes(3);

    /// The scale of time when there are few samples yet.
    private static final Duration SPAN_MIN = Duration.ofMinutes(1);

    private static final int SMOOTHED_SAMPLES = 5;
    private static final int LEFT = 58;
    private static final int RIGHT = 850;
    private static final int WIDTH = 960;
    private static final int HEIGHT = 320;
    private static final int TICK_SECONDS = 30;
    private static final int LABELS_APART = 13;
    private static final double FAILED_PERCENT_SCALE_MIN = 5;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private static final Panel REQUESTS = new Panel("requests per second", 22, 122);
    private static final Panel FAILED =
            new Panel("failed, % of requests (mean of " + SMOOTHED_SAMPLES + " s)", 156, 226);
    private static final Panel WEIGHT = new Panel("traffic to the new version, %", 260, 298);

    private final List<Sample> samples;
    private final Instant end;
    private final Instant begin;
    private final StringBuilder svg = new StringBuilder();

    /// A part of the picture with a scale of its own.
    private record Panel(String title, int top, int bottom) {
        double y(double share) {
            return bottom - Math.clamp(share, 0, 1) * (bottom - top);
        }

        double[] marks() {
            return bottom - top < 60 ? new double[] {0, 1} : new double[] {0, 0.5, 1};
        }
    }

    private Chart(List<Sample> samples) {
        this.samples = samples;
        this.end = samples.getLast().at();
        Instant first = samples.getFirst().at();
        this.begin = end.minus(SPAN_MIN).isBefore(first) ? end.minus(SPAN_MIN) : first;
    }

    /// The samples that the chart shows.
    static List<Sample> window(List<Sample> samples) {
        if (samples.isEmpty()) {
            return samples;
        }
        Instant begin = samples.getLast().at().minus(WINDOW);
        return samples.stream().filter(sample -> !sample.at().isBefore(begin)).toList();
    }

    /// SVG markup, or nothing if there is nothing to draw. `detected` is when the guard found the
    /// new version worse, if it did.
    static String of(List<Sample> samples, @Nullable Instant detected, ZoneId zone) {
        List<Sample> shown = window(samples);
        return shown.size() < 2 ? "" : new Chart(shown).draw(detected, zone);
    }

    private String draw(@Nullable Instant detected, ZoneId zone) {
        Sample last = samples.getLast();
        add(
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, HEIGHT, describe(last));
        timeAxis(zone);
        drawRequests();
        drawFailed();
        drawWeight();
        if (detected != null && !detected.isBefore(begin) && !detected.isAfter(end)) {
            add(
                    "<line class=\"detected\" x1=\"%2$.1f\" x2=\"%2$.1f\" y1=\"%1$d\" y2=\"%3$d\"/>",
                    REQUESTS.top, x(detected), WEIGHT.bottom);
            add(
                    "<text class=\"detected\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">found worse</text>",
                    x(detected), REQUESTS.top - 8);
        }
        return svg.append("</svg>").toString();
    }

    private void drawRequests() {
        double peak = 0;
        for (Sample sample : samples) {
            peak = Math.max(peak, sample.stable().requests());
            peak = Math.max(peak, sample.canary().requests());
        }
        double top = roundUp(Math.max(peak, 1));
        scale(REQUESTS, top);
        line(REQUESTS, "old", top, sample -> sample.stable().requests());
        line(REQUESTS, "new", top, sample -> sample.canary().requests());
        Sample last = samples.getLast();
        ends(REQUESTS, top, last.stable().requests(), last.canary().requests(), "");
    }

    private void drawFailed() {
        double[] old = failedPercent(Sample::stable);
        double[] fresh = failedPercent(Sample::canary);
        double peak = FAILED_PERCENT_SCALE_MIN;
        for (int index = 0; index < old.length; index++) {
            peak = Math.max(peak, Math.max(old[index], fresh[index]));
        }
        double top = Math.min(100, roundUp(peak));
        scale(FAILED, top);
        area(FAILED, "failed", top, fresh);
        polyline(FAILED, "old", top, old);
        polyline(FAILED, "new", top, fresh);
        ends(FAILED, top, old[old.length - 1], fresh[fresh.length - 1], " %");
    }

    private void drawWeight() {
        double[] weights = values(Sample::weight);
        scale(WEIGHT, 100);
        area(WEIGHT, "weight", 100, weights);
        add(
                "<text class=\"end new\" x=\"%d\" y=\"%.1f\">%d %%</text>",
                RIGHT + 6,
                WEIGHT.y(samples.getLast().weight() / 100.0) + 4,
                samples.getLast().weight());
    }

    /// Smoothed, because single requests of a small share make single seconds jump.
    private double[] failedPercent(Function<Sample, Rates> version) {
        double[] percent = new double[samples.size()];
        for (int index = 0; index < percent.length; index++) {
            double requests = 0;
            double failures = 0;
            for (int near = Math.max(0, index - SMOOTHED_SAMPLES + 1); near <= index; near++) {
                requests += version.apply(samples.get(near)).requests();
                failures += version.apply(samples.get(near)).failures();
            }
            percent[index] = requests == 0 ? 0 : 100 * failures / requests;
        }
        return percent;
    }

    private void scale(Panel panel, double top) {
        add("<text class=\"title\" x=\"%d\" y=\"%d\">%s</text>", LEFT, panel.top - 8, panel.title);
        for (double share : panel.marks()) {
            add(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\"/>",
                    LEFT, RIGHT, panel.y(share));
            add(
                    "<text class=\"axis\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 6, panel.y(share) + 4, number(share * top));
        }
    }

    private void timeAxis(ZoneId zone) {
        long second = end.getEpochSecond() / TICK_SECONDS * TICK_SECONDS;
        for (; second > begin.getEpochSecond(); second -= TICK_SECONDS) {
            Instant at = Instant.ofEpochSecond(second);
            add(
                    "<line class=\"grid\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>",
                    x(at), REQUESTS.top, WEIGHT.bottom);
            add(
                    "<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(at), HEIGHT - 6, CLOCK.withZone(zone).format(at));
        }
    }

    /// The last values, beside the ends of the lines and not on top of each other.
    private void ends(Panel panel, double top, double old, double fresh, String unit) {
        double oldY = panel.y(old / top) + 4;
        double newY = panel.y(fresh / top) + 4;
        if (Math.abs(oldY - newY) < LABELS_APART) {
            double middle = Math.min((oldY + newY) / 2, panel.bottom - 2.0);
            boolean oldAbove = old >= fresh;
            oldY = middle + (oldAbove ? -LABELS_APART : LABELS_APART) / 2.0;
            newY = middle + (oldAbove ? LABELS_APART : -LABELS_APART) / 2.0;
        }
        add(
                "<text class=\"end old\" x=\"%d\" y=\"%.1f\">old %s%s</text>",
                RIGHT + 6, oldY, number(old), unit);
        add(
                "<text class=\"end new\" x=\"%d\" y=\"%.1f\">new %s%s</text>",
                RIGHT + 6, newY, number(fresh), unit);
    }

    private void line(Panel panel, String style, double top, ToDoubleFunction<Sample> value) {
        polyline(panel, style, top, values(value));
    }

    private void polyline(Panel panel, String style, double top, double[] values) {
        add("<polyline class=\"%s\" points=\"%s\"/>", style, points(panel, top, values));
    }

    private void area(Panel panel, String style, double top, double[] values) {
        add(
                "<polygon class=\"%1$s\" points=\"%2$.1f,%4$d %3$s%5$.1f,%4$d\"/>",
                style,
                x(samples.getFirst().at()),
                points(panel, top, values),
                panel.bottom,
                x(end));
    }

    private double[] values(ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).toArray();
    }

    private String points(Panel panel, double top, double[] values) {
        StringBuilder points = new StringBuilder();
        for (int index = 0; index < values.length; index++) {
            points.append(
                    String.format(
                            Locale.ROOT,
                            "%.1f,%.1f ",
                            x(samples.get(index).at()),
                            panel.y(values[index] / top)));
        }
        return points.toString();
    }

    private double x(Instant at) {
        double share =
                (double) Duration.between(at, end).toMillis()
                        / Duration.between(begin, end).toMillis();
        return RIGHT - share * (RIGHT - LEFT);
    }

    @FormatMethod
    private void add(@FormatString String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    /// The next round number.
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String describe(Sample last) {
        return "old version "
                + describe(last.stable())
                + ", new version "
                + describe(last.canary());
    }

    private static String describe(Rates rates) {
        return number(rates.requests())
                + " requests and "
                + number(rates.failures())
                + " failures a second";
    }

    static String number(double value) {
        boolean whole = value >= 10 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", value);
    }
}
