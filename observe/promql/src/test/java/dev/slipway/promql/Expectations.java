package dev.slipway.promql;

import dev.slipway.promql.PromqltestScript.Eval;
import dev.slipway.promql.syntax.SeriesDescription;
import dev.slipway.promql.syntax.SeriesDescription.Described;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a script says about one eval.
final class Expectations {
    private static final Pattern RANGE_VECTOR =
            Pattern.compile("expect range vector from (\\S+) to (\\S+) step (\\S+)");
    private static final Pattern NOTE =
            Pattern.compile("expect (fail|warn|info)(?:\\s+(msg|regex):\\s*(.*))?");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|(?i:inf|nan))");

    private final List<Note> notes = new ArrayList<>();
    private final List<Described> series = new ArrayList<>();
    private boolean noWarnings;
    private boolean noInfos;
    private boolean ordered;
    private boolean fails;
    private @Nullable String string;
    private @Nullable Double scalar;
    private long rangeStartMillis;
    private long rangeStepMillis;

    private record Note(String kind, @Nullable String how, String text) {
        boolean matches(String message) {
            if (how == null) {
                return true;
            }
            return how.equals("msg")
                    ? message.equals(text)
                    : Pattern.compile(text).matcher(message).find();
        }
    }

    Expectations(Eval eval) {
        fails = eval.suffix().equals("_fail");
        ordered = eval.suffix().equals("_ordered");
        if (eval.suffix().equals("_warn")) {
            notes.add(new Note("warn", null, ""));
        }
        if (eval.suffix().equals("_info")) {
            notes.add(new Note("info", null, ""));
        }
        eval.expected().forEach(this::read);
    }

    boolean ordered() {
        return ordered;
    }

    @Nullable String string() {
        return string;
    }

    @Nullable Double scalar() {
        return scalar;
    }

    List<Described> series() {
        return series;
    }

    long rangeStartMillis() {
        return rangeStartMillis;
    }

    long rangeStepMillis() {
        return rangeStepMillis;
    }

    /// What is wrong with a query that failed; nothing if it was to.
    String failure(String message) {
        if (!fails) {
            return "fails: " + message;
        }
        boolean as = notes.stream().allMatch(n -> !n.kind.equals("fail") || n.matches(message));
        return as ? "" : "fails otherwise: " + message;
    }

    /// What is wrong with what was said.
    String notes(QueryResult result) {
        if (fails) {
            return "does not fail";
        }
        String warnings = said("warn", result.warnings(), noWarnings);
        return warnings.isEmpty() ? said("info", result.infos(), noInfos) : warnings;
    }

    private String said(String kind, List<String> messages, boolean none) {
        List<Note> wanted = notes.stream().filter(n -> n.kind.equals(kind)).toList();
        for (Note note : wanted) {
            if (messages.stream().noneMatch(note::matches)) {
                return "does not say " + note + " but " + messages;
            }
        }
        for (String message : messages) {
            if (none || (!wanted.isEmpty() && wanted.stream().noneMatch(n -> n.matches(message)))) {
                return "says " + message;
            }
        }
        return "";
    }

    private void read(String line) {
        if (line.startsWith("expect string ")) {
            String quoted = line.substring("expect string ".length()).strip();
            string = quoted.substring(1, quoted.length() - 1).translateEscapes();
            return;
        }
        Matcher range = RANGE_VECTOR.matcher(line);
        Matcher note = NOTE.matcher(line);
        if (range.matches()) {
            rangeStartMillis = PromqltestScript.millis(range.group(1));
            rangeStepMillis = PromqltestScript.millis(range.group(3));
        } else if (note.matches()) {
            fails |= note.group(1).equals("fail");
            String text = note.group(3) == null ? "" : note.group(3);
            notes.add(new Note(note.group(1), note.group(2), text));
        } else if (line.equals("expect no_warn")) {
            noWarnings = true;
        } else if (line.equals("expect no_info")) {
            noInfos = true;
        } else if (line.equals("expect ordered")) {
            ordered = true;
        } else if (line.startsWith("expected_fail_message")) {
            notes.add(new Note("fail", "msg", line.substring(21).strip()));
        } else if (line.startsWith("expected_fail_regexp")) {
            notes.add(new Note("fail", "regex", line.substring(20).strip()));
        } else if (NUMBER.matcher(line).matches()) {
            scalar = number(line);
        } else {
            series.add(SeriesDescription.parse(line));
        }
    }

    private static double number(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        if (lower.endsWith("nan")) {
            return Double.NaN;
        }
        if (lower.endsWith("inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(text);
    }
}
