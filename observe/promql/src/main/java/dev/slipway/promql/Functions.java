package dev.slipway.promql;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All functions by name.
final class Functions {
    private static final Set<String> OF_EVALUATION_TIME =
            Set.of(
                    "time",
                    "days_in_month",
                    "day_of_month",
                    "day_of_week",
                    "day_of_year",
                    "hour",
                    "minute",
                    "month",
                    "year");

    private static final Map<String, RangeFunction> OF_RANGES =
            Map.ofEntries(
                    Map.entry("rate", CounterFunctions::rate),
                    Map.entry("increase", CounterFunctions::increase),
                    Map.entry("delta", CounterFunctions::delta),
                    Map.entry("irate", CounterFunctions::irate),
                    Map.entry("idelta", CounterFunctions::idelta),
                    Map.entry("changes", OverTimeFunctions::changes),
                    Map.entry("resets", OverTimeFunctions::resets),
                    Map.entry("sum_over_time", OverTimeFunctions::sum),
                    Map.entry("avg_over_time", OverTimeFunctions::avg),
                    Map.entry("min_over_time", OverTimeFunctions::min),
                    Map.entry("max_over_time", OverTimeFunctions::max),
                    Map.entry("count_over_time", OverTimeFunctions::count),
                    Map.entry("present_over_time", OverTimeFunctions::present),
                    Map.entry("absent_over_time", OverTimeFunctions::present),
                    Map.entry("last_over_time", OverTimeFunctions::last),
                    Map.entry("first_over_time", OverTimeFunctions::first),
                    Map.entry("stddev_over_time", OverTimeFunctions::stddev),
                    Map.entry("stdvar_over_time", OverTimeFunctions::stdvar),
                    Map.entry("mad_over_time", OverTimeFunctions::mad),
                    Map.entry("quantile_over_time", OverTimeFunctions::quantile),
                    Map.entry("ts_of_min_over_time", OverTimeFunctions::timeOfMin),
                    Map.entry("ts_of_max_over_time", OverTimeFunctions::timeOfMax),
                    Map.entry("ts_of_first_over_time", OverTimeFunctions::timeOfFirst),
                    Map.entry("ts_of_last_over_time", OverTimeFunctions::timeOfLast),
                    Map.entry("deriv", TrendFunctions::deriv),
                    Map.entry("predict_linear", TrendFunctions::predictLinear),
                    Map.entry(
                            "double_exponential_smoothing",
                            TrendFunctions::doubleExponentialSmoothing));

    private Functions() {}

    static @Nullable RangeFunction ofRange(String name) {
        return OF_RANGES.get(name);
    }

    static boolean keepsName(String name) {
        return name.equals("last_over_time") || name.equals("first_over_time");
    }

    /// Whether the answer depends on the step even where what it is asked about does not.
    static boolean dependsOnTime(String name, int arguments) {
        return name.equals("predict_linear")
                || name.equals("time")
                || name.equals("timestamp")
                || (arguments == 0 && OF_EVALUATION_TIME.contains(name));
    }
}
