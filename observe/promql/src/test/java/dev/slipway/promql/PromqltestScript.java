package dev.slipway.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file of upstream's promqltest language, as commands in order.
final class PromqltestScript {
    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
    private static final Pattern INSTANT =
            Pattern.compile("eval(_\\w+)?\\s+instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)");
    private static final Pattern RANGE =
            Pattern.compile(
                    "eval(_\\w+)?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.+)");
    private static final Pattern DURATION = Pattern.compile("([0-9.]+)(ms|s|m|h|d|w|y)");

    /// One command.
    sealed interface Command {}

    record Load(long intervalMillis, boolean withCustomBuckets, List<String> series)
            implements Command {}

    record Clear() implements Command {}

    /// @param stepMillis 0 for an instant query
    record Eval(
            int line,
            String suffix,
            long startMillis,
            long endMillis,
            long stepMillis,
            String query,
            List<String> expected)
            implements Command {
        boolean isInstant() {
            return stepMillis == 0;
        }
    }

    private PromqltestScript() {}

    static List<Command> parse(List<String> text) {
        List<String> lines =
                text.stream()
                        .map(String::strip)
                        .map(line -> line.startsWith("#") ? "" : line)
                        .toList();
        List<Command> commands = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            int number = ++i;
            if (line.isEmpty()) {
                continue;
            }
            List<String> block = new ArrayList<>();
            while (i < lines.size() && !lines.get(i).isEmpty() && !line.equals("clear")) {
                block.add(lines.get(i++));
            }
            commands.add(command(number, line, block));
        }
        return commands;
    }

    static long millis(String text) {
        String sign = text.startsWith("-") ? "-" : "";
        String plain = text.substring(sign.length());
        double millis = 0;
        Matcher part = DURATION.matcher(plain);
        int end = 0;
        while (part.find() && part.start() == end) {
            millis += Double.parseDouble(part.group(1)) * unit(part.group(2));
            end = part.end();
        }
        if (end == 0) {
            millis = Double.parseDouble(plain) * 1_000;
        }
        return Math.round(sign.isEmpty() ? millis : -millis);
    }

    private static Command command(int number, String line, List<String> block) {
        if (line.equals("clear")) {
            return new Clear();
        }
        Matcher load = LOAD.matcher(line);
        if (load.matches()) {
            return new Load(millis(load.group(2)), load.group(1) != null, block);
        }
        Matcher range = RANGE.matcher(line);
        if (range.matches()) {
            return new Eval(
                    number,
                    orEmpty(range.group(1)),
                    millis(range.group(2)),
                    millis(range.group(3)),
                    millis(range.group(4)),
                    range.group(5),
                    block);
        }
        Matcher instant = INSTANT.matcher(line);
        if (instant.matches()) {
            long at = instant.group(2) == null ? 0 : millis(instant.group(2));
            String suffix = orEmpty(instant.group(1));
            return new Eval(number, suffix, at, at, 0, instant.group(3), block);
        }
        throw new IllegalArgumentException("line " + number + ": " + line);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static long unit(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            case "w" -> 7 * 86_400_000L;
            default -> 365 * 86_400_000L;
        };
    }
}
