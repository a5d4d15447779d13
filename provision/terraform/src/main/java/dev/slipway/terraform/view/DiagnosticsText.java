package dev.slipway.terraform.view;

import dev.slipway.hcl.report.DiagnosticText;
import dev.slipway.hcl.source.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shows what is wrong: each error by itself, warnings that say the same only once, with a word on
/// how many more there are. Safe for many threads.
public final class DiagnosticsText {
    private final ViewOptions options;
    private final boolean compactWarnings;

    /// Compact warnings are one line each, unless there are errors besides.
    public DiagnosticsText(ViewOptions options, boolean compactWarnings) {
        this.options = options;
        this.compactWarnings = compactWarnings;
    }

    /// Warnings first, so that errors are what is read last.
    public String text(List<Diagnostic> diagnostics) {
        List<Diagnostic> errors = of(diagnostics, Diagnostic.Severity.ERROR);
        Map<String, List<Diagnostic>> warnings = new LinkedHashMap<>();
        for (Diagnostic each : of(diagnostics, Diagnostic.Severity.WARNING)) {
            warnings.computeIfAbsent(each.summary(), _ -> new ArrayList<>()).add(each);
        }
        StringBuilder text = new StringBuilder();
        if (compactWarnings && errors.isEmpty() && !warnings.isEmpty()) {
            compact(warnings, text);
        } else {
            warnings.values().forEach(each -> text.append(box(withCount(each))));
        }
        errors.forEach(each -> text.append(box(each)));
        return text.toString();
    }

    private static List<Diagnostic> of(List<Diagnostic> all, Diagnostic.Severity severity) {
        return all.stream().filter(each -> each.severity() == severity).toList();
    }

    /// The first of alike warnings, and how many there are besides.
    private static Diagnostic withCount(List<Diagnostic> alike) {
        Diagnostic first = alike.getFirst();
        int more = alike.size() - 1;
        if (more == 0) {
            return first;
        }
        String count = "(and " + more + " more like it)";
        return new Diagnostic(
                first.severity(),
                first.summary(),
                first.detail().isEmpty() ? count : first.detail() + "\n\n" + count,
                first.subject(),
                first.address(),
                first.notes());
    }

    private void compact(Map<String, List<Diagnostic>> warnings, StringBuilder text) {
        text.append(Style.YELLOW.on("Warnings:", options.colour())).append("\n\n");
        warnings.forEach((summary, alike) -> {
            text.append("- ").append(summary).append('\n');
            int more = alike.size() - 1;
            String besides = more == 0 ? "" : " (and " + more + " more)";
            var subject = alike.getFirst().subject();
            if (subject != null) {
                int line = subject.startPosition().line();
                String place = "  on " + subject.source().name() + " line " + line;
                text.append(place).append(besides).append('\n');
            } else if (more > 0) {
                text.append(" ").append(besides).append('\n');
            }
        });
        text.append("\nWithout -compact-warnings they are told at length.\n");
    }

    private String box(Diagnostic diagnostic) {
        String text = DiagnosticText.render(diagnostic, options.widthColumns());
        if (!options.colour()) {
            return text;
        }
        Style style =
                switch (diagnostic.severity()) {
                    case ERROR -> Style.RED;
                    case WARNING -> Style.YELLOW;
                };
        StringBuilder coloured = new StringBuilder();
        boolean title = true;
        for (String line : text.lines().toList()) {
            String rule = line.substring(0, 1);
            coloured.append(style.on(rule, true));
            String rest = line.substring(1);
            boolean isTitle = title && rest.contains(diagnostic.summary());
            title &= !isTitle;
            coloured.append(isTitle ? Style.BOLD.on(rest, true) : rest).append('\n');
        }
        return coloured.toString();
    }
}
