package dev.slipway.wire.otlp;

import java.util.Map;

/// A unit as Prometheus names it: `By/s`, in the notation of UCUM, is `bytes` and `per_second`.
/// What stands in braces is a remark, and no unit.
///
/// @param main before the slash; empty if there is none
/// @param per behind it, with `per_`; empty if there is none
record UnitName(String main, String per) {
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("d", "days"),
                    Map.entry("h", "hours"),
                    Map.entry("min", "minutes"),
                    Map.entry("s", "seconds"),
                    Map.entry("ms", "milliseconds"),
                    Map.entry("us", "microseconds"),
                    Map.entry("ns", "nanoseconds"),
                    Map.entry("By", "bytes"),
                    Map.entry("KiBy", "kibibytes"),
                    Map.entry("MiBy", "mebibytes"),
                    Map.entry("GiBy", "gibibytes"),
                    // Misspelt, and so in the names of every Prometheus so far.
                    Map.entry("TiBy", "tibibytes"),
                    Map.entry("KBy", "kilobytes"),
                    Map.entry("MBy", "megabytes"),
                    Map.entry("GBy", "gigabytes"),
                    Map.entry("TBy", "terabytes"),
                    Map.entry("m", "meters"),
                    Map.entry("V", "volts"),
                    Map.entry("A", "amperes"),
                    Map.entry("J", "joules"),
                    Map.entry("W", "watts"),
                    Map.entry("g", "grams"),
                    Map.entry("Cel", "celsius"),
                    Map.entry("Hz", "hertz"),
                    Map.entry("1", ""),
                    Map.entry("%", "percent"));

    private static final Map<String, String> PER =
            Map.of(
                    "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo",
                    "month", "y", "year");

    /// @param escaping whether other characters than letters, digits and colons become underscores
    static UnitName of(String unit, boolean escaping) {
        int slash = unit.indexOf('/');
        String main = slash < 0 ? unit : unit.substring(0, slash);
        String per = slash < 0 ? "" : unit.substring(slash + 1);
        String perName = name(per, PER, escaping);
        return new UnitName(name(main, UNITS, escaping), perName.isEmpty() ? "" : "per_" + perName);
    }

    /// Both, as `# UNIT` would say it.
    String whole() {
        return main + (main.isEmpty() || per.isEmpty() ? "" : "_") + per;
    }

    private static String name(String text, Map<String, String> known, boolean escaping) {
        String unit = text.strip();
        if (unit.indexOf('{') >= 0 || unit.indexOf('}') >= 0) {
            return "";
        }
        String name = known.getOrDefault(unit, unit);
        return escaping ? String.join("_", MetricName.words(name)) : name;
    }
}
