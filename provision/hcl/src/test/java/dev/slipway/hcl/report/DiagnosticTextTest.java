package dev.slipway.hcl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.source.Suggestion;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiagnosticTextTest {
    private final SourceText source =
            new SourceText("main.tf", "locals {\n  a = lenght(\"é\")\n}\n");

    @Test
    void theSourceLineIsShownWithThePlaceUnderlined() {
        Diagnostic diagnostic =
                Diagnostic.error(
                                "Call to unknown function",
                                "There is no function named \"lenght\"."
                                        + Suggestion.didYouMean("lenght", List.of("length", "log")),
                                new SourceRange(source, 15, 21))
                        .withNotes(List.of("var.x is null"));

        assertThat(DiagnosticText.render(diagnostic, 60))
                .isEqualTo(
                        """
                        ╷
                        │ Error: Call to unknown function
                        │
                        │   on main.tf line 2, in locals:
                        │    2:   a = lenght("é")
                        │             ^^^^^^
                        │     ├────────────────
                        │     │ var.x is null
                        │
                        │ There is no function named "lenght". Did you mean
                        │ "length"?
                        ╵
                        """);
    }

    @Test
    void farAwayNamesAreNotSuggested() {
        assertThat(Suggestion.nearest("abc", List.of("xyz", "abcdef"))).isNull();
        assertThat(Suggestion.nearest("abc", List.of("abd", "ab"))).isEqualTo("abd");
    }
}
