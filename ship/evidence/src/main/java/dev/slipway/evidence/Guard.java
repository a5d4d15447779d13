package dev.slipway.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a release is watched, as its annotations say. Immutable.
///
/// - `strictness`: how sure one must be to call a version worse.
/// - `tolerance`: how much larger its share of failed requests may be without being called worse.
/// - `pausesIfUndecided`: whether a release that cannot be judged in time waits for a person
///   instead of going on.
/// - `watch`: how long a version stays watched after it got all traffic.
/// - `problems`: annotations that could not be read, in words; their defaults hold.
public record Guard(
        Strictness strictness,
        double tolerance,
        boolean pausesIfUndecided,
        Duration watch,
        List<String> problems) {
    public static final String STRICTNESS = "slipway.dev/guard";
    public static final String TOLERANCE = "slipway.dev/guard-tolerance";
    public static final String UNDECIDED = "slipway.dev/guard-undecided";
    public static final String WATCH = "slipway.dev/guard-watch";

    private static final double TOLERANCE_DEFAULT = 0.0005;
    private static final double TOLERANCE_MAX = 0.5;
    private static final Duration WATCH_DEFAULT = Duration.ofMinutes(5);
    private static final Duration WATCH_MAX = Duration.ofHours(24);
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");

    /// What holds without any annotation.
    public static final Guard DEFAULT = of(Map.of());

    public Guard {
        requireNonNull(strictness, "strictness");
        requireNonNull(watch, "watch");
        problems = List.copyOf(problems);
    }

    /// How sure a guard must be.
    public enum Strictness {
        /// Never aborts.
        OFF(0),
        /// At most one of 10,000 equally good updates is aborted.
        RELAXED(.0001),
        /// At most one of 100 equally good updates is aborted.
        NORMAL(.01),
        /// At most one of 20 equally good updates is aborted.
        STRICT(.05);

        private final double alpha;

        Strictness(double alpha) {
            this.alpha = alpha;
        }

        /// At most this share of equally good updates is aborted.
        public double alpha() {
            return alpha;
        }
    }

    public static Guard of(Map<String, String> annotations) {
        return of(annotations, Map.of());
    }

    /// Each annotation of the workload goes before that of its namespace.
    public static Guard of(Map<String, String> workload, Map<String, String> namespace) {
        Reading reading = new Reading(workload, namespace);
        return new Guard(
                reading.strictness(),
                reading.tolerance(),
                reading.pausesIfUndecided(),
                reading.watch(),
                reading.problems);
    }

    boolean isOff() {
        return strictness == Strictness.OFF;
    }

    /// Whether both come to the same numbers; what is done about them may differ.
    boolean judgesLike(Guard other) {
        return strictness == other.strictness && tolerance == other.tolerance;
    }

    /// The sentence of a verdict, and which annotations were not understood: that is where people
    /// look.
    String withProblems(String sentence) {
        return problems.isEmpty()
                ? sentence
                : sentence + " Not understood: " + String.join("; ", problems) + ".";
    }

    /// One reading of annotations; collects what cannot be read.
    private record Reading(
            Map<String, String> workload, Map<String, String> namespace, List<String> problems) {
        Reading(Map<String, String> workload, Map<String, String> namespace) {
            this(workload, namespace, new ArrayList<>());
        }

        Strictness strictness() {
            String value = value(STRICTNESS);
            if (value == null) {
                return Strictness.NORMAL;
            }
            for (Strictness strictness : Strictness.values()) {
                if (strictness.name().equalsIgnoreCase(value)) {
                    return strictness;
                }
            }
            problem(STRICTNESS, value, "off, relaxed, normal or strict", "normal");
            return Strictness.NORMAL;
        }

        double tolerance() {
            String value = value(TOLERANCE);
            if (value == null) {
                return TOLERANCE_DEFAULT;
            }
            Matcher percent = PERCENT.matcher(value);
            double share = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : -1;
            if (share < 0 || share > TOLERANCE_MAX) {
                problem(TOLERANCE, value, "0%-50%, as 0.5%", "0.05%");
                return TOLERANCE_DEFAULT;
            }
            return share;
        }

        boolean pausesIfUndecided() {
            String value = value(UNDECIDED);
            boolean pauses = "pause".equalsIgnoreCase(value);
            if (value != null && !pauses && !"proceed".equalsIgnoreCase(value)) {
                problem(UNDECIDED, value, "pause or proceed", "proceed");
            }
            return pauses;
        }

        Duration watch() {
            String value = value(WATCH);
            if (value == null) {
                return WATCH_DEFAULT;
            }
            Duration watch = duration(value);
            if (watch == null || watch.compareTo(WATCH_MAX) > 0) {
                problem(WATCH, value, "up to 24h, as 90s, 10m or 1h; 0s: not at all", "5m");
                return WATCH_DEFAULT;
            }
            return watch;
        }

        private static @Nullable Duration duration(String value) {
            Matcher matcher = DURATION.matcher(value.toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                return null;
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }

        private @Nullable String value(String annotation) {
            String own = workload.get(annotation);
            String value = own == null ? namespace.get(annotation) : own;
            return value == null ? null : value.strip();
        }

        private void problem(String annotation, String value, String expected, String used) {
            String shown = value.length() > 40 ? value.substring(0, 40) + "..." : value;
            problems.add(
                    annotation
                            + ": "
                            + shown
                            + " (expected: "
                            + expected
                            + "; used: "
                            + used
                            + ")");
        }
    }
}
