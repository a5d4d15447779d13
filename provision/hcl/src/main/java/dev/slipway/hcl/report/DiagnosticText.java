package dev.slipway.hcl.report;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.text.Texts;
import java.util.ArrayList;
import java.util.List;

/// Renders diagnostics for people: what is wrong, the lines of source it is about with the place
/// underlined, the values involved, and why. Stateless.
public final class DiagnosticText {
    private static final int WIDTH_MIN = 20;

    /// Of a place that spans many lines only so many are shown.
    private static final int LINES_MAX = 8;

    private DiagnosticText() {}

    /// Wraps the explanation at `width` columns; zero leaves it as it is.
    public static String render(Diagnostic diagnostic, int width) {
        List<String> lines = new ArrayList<>();
        lines.add(title(diagnostic));
        lines.add("");
        String address = diagnostic.address();
        if (address != null) {
            lines.add("  with " + address + (diagnostic.subject() == null ? "" : ","));
        }
        if (diagnostic.subject() != null) {
            excerpt(diagnostic.subject(), lines);
            if (!diagnostic.notes().isEmpty()) {
                lines.add("    ├────────────────");
                diagnostic.notes().forEach(note -> lines.add("    │ " + note));
            }
        }
        if (address != null || diagnostic.subject() != null) {
            lines.add("");
        }
        lines.addAll(wrapped(diagnostic.detail(), width));
        StringBuilder text = new StringBuilder("╷\n");
        lines.forEach(line -> text.append(line.isEmpty() ? "│" : "│ " + line).append('\n'));
        return text.append("╵\n").toString();
    }

    private static String title(Diagnostic diagnostic) {
        return switch (diagnostic.severity()) {
            case ERROR -> "Error: " + diagnostic.summary();
            case WARNING -> "Warning: " + diagnostic.summary();
        };
    }

    private static void excerpt(SourceRange subject, List<String> lines) {
        SourceText source = subject.source();
        int first = source.lineAt(subject.start());
        int last = Math.max(first, source.lineAt(Math.max(subject.start(), subject.end() - 1)));
        String heading = Heading.of(subject);
        String within = heading == null ? "" : ", in " + heading;
        lines.add("  on " + source.name() + " line " + first + within + ":");
        for (int line = first; line <= last; line++) {
            if (line - first == LINES_MAX) {
                lines.add("      (" + (last - line + 1) + " more lines)");
                return;
            }
            String text = source.line(line);
            String number = String.format("%4d: ", line);
            lines.add(number + text.replace('\t', ' '));
            lines.add(" ".repeat(number.length()) + underline(subject, line, text));
        }
    }

    private static String underline(SourceRange subject, int line, String text) {
        int start = subject.source().lineStart(line);
        int from = Math.clamp((long) subject.start() - start, 0, text.length());
        int until = Math.clamp((long) subject.end() - start, from, text.length());
        int before = Texts.graphemeCount(text.substring(0, from));
        int under = Texts.graphemeCount(text.substring(from, until));
        return " ".repeat(before) + "^".repeat(Math.max(1, under));
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            if (width < WIDTH_MIN || paragraph.startsWith(" ")) {
                lines.add(paragraph);
                continue;
            }
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ")) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > width - 2) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
