package dev.slipway.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes names of Prometheus out of those of OpenTelemetry, by the rules of its compatibility
/// specification.
final class PrometheusNames {
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

    private static final Map<String, String> PER_UNITS =
            Map.of(
                    "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo",
                    "month", "y", "year");

    private PrometheusNames() {}

    /// The name with an underscore for each character that is not allowed.
    static String underscored(String name, boolean colons) {
        StringBuilder text = new StringBuilder(name.length() + 1);
        name.codePoints()
                .forEach(point -> {
                    boolean allowed = isPart(point) || (colons && point == ':');
                    boolean first = text.isEmpty() && isDigit(point);
                    text.append(first ? "_" : "");
                    text.append(allowed ? (char) point : '_');
                });
        return text.isEmpty() ? "_" : text.toString();
    }

    /// Words joined by single underscores, for a metric's name.
    static String metric(String name, String unit, boolean counter, boolean gauge) {
        List<String> words = words(name);
        List<String> unitWords = unitWords(unit);
        for (String word : unitWords) {
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        if (counter) {
            words.remove("total");
            words.add("total");
        } else if (gauge && unit.equals("1") && !words.contains("ratio")) {
            words.add("ratio");
        }
        String joined = String.join("_", words);
        return joined.isEmpty() ? "_" : isDigit(joined.charAt(0)) ? "_" + joined : joined;
    }

    /// The name as it is, with the suffixes that are not there yet.
    static String utf8Metric(String name, String unit, boolean counter, boolean gauge) {
        String suffixed =
                counter && name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
        String unitText = String.join("_", unitWords(unit));
        if (!unitText.isEmpty() && !suffixed.endsWith(unitText)) {
            suffixed += "_" + unitText;
        }
        if (counter) {
            return suffixed + "_total";
        }
        boolean ratio = gauge && unit.equals("1") && !suffixed.endsWith("ratio");
        return ratio ? suffixed + "_ratio" : suffixed;
    }

    /// A label's name: underscores for what is not allowed, and none of the names that start with
    /// two underscores or a digit.
    static String label(String name) {
        StringBuilder text = new StringBuilder(name.length() + 4);
        name.codePoints().forEach(point -> text.append(isPart(point) ? (char) point : '_'));
        if (text.isEmpty()) {
            return "_";
        }
        if (isDigit(text.charAt(0))) {
            return "key_" + text;
        }
        boolean single = text.charAt(0) == '_' && !(text.length() > 1 && text.charAt(1) == '_');
        return single ? "key" + text : text.toString();
    }

    /// The unit in words, such as `bytes` and `per`, `second`; nothing for what is annotated in
    /// braces.
    static List<String> unitWords(String unit) {
        List<String> words = new ArrayList<>();
        int slash = unit.indexOf('/');
        String main = (slash < 0 ? unit : unit.substring(0, slash)).strip();
        if (!main.isEmpty() && !main.contains("{")) {
            words.addAll(words(UNITS.getOrDefault(main, main)));
        }
        String per = slash < 0 ? "" : unit.substring(slash + 1).strip();
        if (!per.isEmpty() && !per.contains("{")) {
            words.add("per");
            words.addAll(words(PER_UNITS.getOrDefault(per, per)));
        }
        return words;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '_' && (isPart(c) || c == ':')) {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isPart(int c) {
        return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
