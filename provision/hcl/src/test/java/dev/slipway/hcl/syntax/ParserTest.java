package dev.slipway.hcl.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.Position;
import dev.slipway.hcl.source.SourceText;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ParserTest {
    private static final String SAMPLE =
            """
            # a comment
            resource "aws_thing" "x" { // more
              name  = "é-${var.a[0].b}" /* in line */
              items = [for k, v in m : k => v if v != null]
              text  = <<-EOT
                one
                  %{ if a ~} two %{ else } three %{ endif }
                EOT
              object = { a = 1, "b" = 2
                (c) : 3
              }
              inner "l" {
                a = true ? 1 : -2 * (3 + f(x, y...))
              }
              one { a = [*] }
            }
            """;

    private final Diagnostics diagnostics = new Diagnostics();

    private SyntaxFile parse(String text) {
        return Parser.file(new SourceText("main.tf", text), diagnostics);
    }

    @Test
    void bodiesHoldAttributesAndBlocksInOrder() {
        Body body = parse("b = 1\na = 2\nx \"l\" m {\n  c = 3\n}\ny {}\n").body();

        assertThat(diagnostics.list()).isEmpty();
        assertThat(body.attributes()).extracting(Body.Attribute::name).containsExactly("b", "a");
        assertThat(body.blocks()).extracting(Body.Block::type).containsExactly("x", "y");
        assertThat(body.blocks().getFirst().labels())
                .extracting(Body.Label::text)
                .containsExactly("l", "m");
    }

    @Test
    void tokensAndTheBlanksBetweenThemAreTheWholeSource() {
        SyntaxFile file = parse(SAMPLE);
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Token token : file.tokens()) {
            assertThat(SAMPLE.substring(at, token.start())).isBlank();
            text.append(SAMPLE, at, token.end());
            at = token.end();
        }
        assertThat(text.toString()).isEqualTo(SAMPLE);
    }

    @Test
    void positionsCountGraphemesAndBytes() {
        Body body = parse("a = \"👨‍👩‍👧é\" + b\n").body();
        Expression.Binary sum = (Expression.Binary) body.attributes().getFirst().expression();

        assertThat(sum.right().range().startPosition()).isEqualTo(new Position(1, 12, 29));
    }

    @Test
    void oneFileTellsSeveralMistakes() {
        parse("a = \nb = 1\nc = [1\n2]\nd = 2\n\"x\" = 1\ne = 3 4\nf = 5\n");

        assertThat(diagnostics.list())
                .extracting(Diagnostic::summary)
                .containsExactly(
                        "Invalid expression",
                        "Missing item separator",
                        "Invalid argument name",
                        "Missing newline after argument");
    }

    @Test
    void anAttributeIsSetOnlyOnce() {
        parse("a = 1\na = 2\n");

        assertThat(diagnostics.list())
                .extracting(Diagnostic::summary)
                .containsExactly("Attribute redefined");
    }

    @Test
    void deepNestingIsRefused() {
        parse("a = " + "[".repeat(5000) + "]".repeat(5000) + "\n");
        parse("a = " + "!".repeat(5000) + "true\n");
        parse("b {\n".repeat(5000) + "}\n".repeat(5000));

        assertThat(diagnostics.hasErrors()).isTrue();
    }

    @Test
    void anyMutationOfASampleIsParsedOrRefused() {
        Random random = new Random(42);
        String pieces = "{}[]()\"'${%~=:,.*\n#/<>-!?ab1 \\\u00e9";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder(SAMPLE);
            for (int change = 0; change <= random.nextInt(6); change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                    default -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                }
            }
            SourceText source = new SourceText("fuzz", text.toString());
            Diagnostics found = new Diagnostics();
            List<Token> tokens = Parser.file(source, found).tokens();
            Parser.expression(source, found);
            Parser.template(source, found);
            assertThat(tokens.getLast().kind()).isEqualTo(TokenKind.END);
        }
    }
}
