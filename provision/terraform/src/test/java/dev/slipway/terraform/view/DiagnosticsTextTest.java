package dev.slipway.terraform.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticsTextTest {
    private static final SourceText SOURCE = new SourceText("main.tf", "a = 1\nb = 2\n");
    private static final Diagnostic FIRST =
            Diagnostic.warning("Old argument", "Use another.", new SourceRange(SOURCE, 0, 1));
    private static final Diagnostic SECOND =
            Diagnostic.warning("Old argument", "Use another one.", new SourceRange(SOURCE, 6, 7));
    private static final Diagnostic ERROR =
            Diagnostic.error("Bad value", "It is bad.", new SourceRange(SOURCE, 10, 11));

    @Test
    void tellsAlikeWarningsOnceAndErrorsLast() {
        String text =
                new DiagnosticsText(ViewOptions.PLAIN, false).text(List.of(ERROR, FIRST, SECOND));
        assertThat(text)
                .isEqualTo(
                        """
                        ╷
                        │ Warning: Old argument
                        │
                        │   on main.tf line 1:
                        │    1: a = 1
                        │       ^
                        │
                        │ Use another.
                        │
                        │ (and 1 more like it)
                        ╵
                        ╷
                        │ Error: Bad value
                        │
                        │   on main.tf line 2:
                        │    2: b = 2
                        │           ^
                        │
                        │ It is bad.
                        ╵
                        """);
    }

    @Test
    void tellsWarningsInALine() {
        DiagnosticsText compact = new DiagnosticsText(ViewOptions.PLAIN, true);
        assertThat(compact.text(List.of(FIRST, SECOND)))
                .isEqualTo(
                        """
                        Warnings:

                        - Old argument
                          on main.tf line 1 (and 1 more)

                        Without -compact-warnings they are told at length.
                        """);
        assertThat(compact.text(List.of(FIRST, ERROR))).contains("Warning: Old argument");
    }

    @Test
    void coloursChangeNothingElse() {
        ViewOptions colourful = new ViewOptions(true, 78, ViewOptions.Grouping.NEVER);
        String text = new DiagnosticsText(colourful, false).text(List.of(FIRST, ERROR));
        assertThat(text).contains("\u001b[31m");
        assertThat(text.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(
                        new DiagnosticsText(ViewOptions.PLAIN, false).text(List.of(FIRST, ERROR)));
    }
}
