package dev.slipway.hcl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValueText;
import dev.slipway.hcl.value.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DecoderTest {
    private static final Spec RULE =
            new Spec(List.of(new Spec.Attribute("port", Type.Primitive.NUMBER, true)), List.of());

    private static final Spec SPEC =
            new Spec(
                    List.of(
                            new Spec.Attribute("name", Type.Primitive.STRING, true),
                            new Spec.Attribute("tags", Type.map(Type.Primitive.STRING), false)),
                    List.of(
                            new Spec.Nested("rule", Spec.Nesting.LIST, RULE, 0, 3),
                            new Spec.Nested("named", Spec.Nesting.MAP, RULE, 0, 0)));

    private final Diagnostics diagnostics = new Diagnostics();
    private final Scope scope =
            Scope.of(
                    Map.of(
                            "ports",
                            Values.tuple(List.of(Value.of(80), Value.of("81"))),
                            "later",
                            Value.unknown(Type.list(Type.Primitive.NUMBER))),
                    Map.of());

    private Content nativeContent(String text) {
        return Content.of(Parser.file(new SourceText("main.tf", text), diagnostics));
    }

    private String decode(Content content) {
        return ValueText.of(new Decoder(scope, diagnostics).decode(content, SPEC));
    }

    private static final String DECODED =
            """
            {
              "name" = "n"
              "named" = tomap({
                "x" = {
                  "port" = 1
                }
              })
              "rule" = tolist([
                {
                  "port" = 80
                },
                {
                  "port" = 81
                },
              ])
              "tags" = tomap({
                "a" = "1"
              })
            }\
            """
                    .indent(0)
                    .strip();

    @Test
    void nativeSyntaxWithDynamicBlocksIsDecoded() {
        String decoded =
                decode(
                        nativeContent(
                                """
                                name = "n"
                                tags = { a = 1 }
                                dynamic "rule" {
                                  for_each = ports
                                  content {
                                    port = rule.value
                                  }
                                }
                                named "x" {
                                  port = 1
                                }
                                """));

        assertThat(diagnostics.list()).isEmpty();
        assertThat(decoded).isEqualTo(DECODED);
    }

    @Test
    void jsonSyntaxIsDecodedToTheSame() {
        Content content =
                JsonContent.parse(
                        new SourceText(
                                "main.tf.json",
                                """
                                {"//": "comment", "name": "n", "tags": {"a": "${1}"},
                                 "dynamic": {"rule": {"for_each": "${ports}", "content": {"port": "${rule.value}"}}},
                                 "named": {"x": {"port": 1}}}
                                """),
                        diagnostics);

        assertThat(decode(content)).isEqualTo(DECODED);
        assertThat(diagnostics.list()).isEmpty();
    }

    @Test
    void allMistakesAreTold() {
        decode(
                nativeContent(
                        """
                        nam = "n"
                        tags = "x"
                        rule {}
                        rules {}
                        named {
                          port = 1
                        }
                        """));

        assertThat(diagnostics.list())
                .extracting(Diagnostic::summary)
                .containsExactlyInAnyOrder(
                        "Missing required argument",
                        "Unsupported argument",
                        "Unsupported block type",
                        "Missing key for named",
                        "Incorrect attribute value type",
                        "Missing required argument");
        assertThat(diagnostics.list())
                .extracting(Diagnostic::detail)
                .anyMatch(each -> each.endsWith("Did you mean \"name\"?"))
                .anyMatch(each -> each.endsWith("Did you mean \"rule\"?"));
    }

    @Test
    void blocksOfUnknownNumberAreUnknown() {
        String decoded =
                decode(
                        nativeContent(
                                """
                                name = "n"
                                dynamic "rule" {
                                  for_each = later
                                  iterator = it
                                  content {
                                    port = it.value
                                  }
                                }
                                """));

        assertThat(diagnostics.list()).isEmpty();
        assertThat(decoded).contains("\"rule\" = (known after apply)");
    }

    @Test
    void tooManyBlocksAreRefused() {
        decode(nativeContent("name = \"n\"\n" + "rule {\n port = 1\n}\n".repeat(4)));

        assertThat(diagnostics.list())
                .extracting(Diagnostic::summary)
                .containsExactly("Too many rule blocks");
    }

    @Test
    void referencesOfBlocksAreFoundWithoutEvaluating() {
        List<Reference> references =
                Decoder.references(
                        nativeContent(
                                """
                                name = var.a.b
                                dynamic "rule" {
                                  for_each = var.list
                                  content {
                                    port = rule.value + local.x
                                  }
                                }
                                """),
                        SPEC);

        assertThat(references)
                .extracting(Reference::toString)
                .containsExactly("var.a.b", "var.list", "local.x");
    }
}
