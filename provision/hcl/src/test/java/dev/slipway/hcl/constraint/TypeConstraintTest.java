package dev.slipway.hcl.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.TypeNames;
import dev.slipway.hcl.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TypeConstraintTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string | string",
                "any | dynamic",
                "list | list(dynamic)",
                "list(number) | list(number)",
                "set(map(bool)) | set(map(bool))",
                "tuple([]) | tuple([])",
                "object({}) | object({})"
            })
    void readsTypes(String text, String type) {
        Diagnostics diagnostics = new Diagnostics();
        TypeConstraint constraint = TypeConstraint.parse(expression(text), diagnostics);
        assertThat(diagnostics.list()).isEmpty();
        assertThat(TypeNames.constraint(constraint.type())).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strng | The keyword \"strng\" is not a valid type specification.",
                "list(string, number) | The list type constructor requires one argument",
                "object([]) | The object type constructor requires one argument",
                "optional(string) | valid only as a modifier for object type attributes",
                "\"string\" | write string instead of \"string\"",
                "string(1) | Primitive type keyword \"string\" does not expect arguments.",
                "1 + 1 | A type specification is either",
                "lst(string) | Did you mean \"list\"?",
                "object({a = optional(number, \"x\")}) | not compatible with the attribute's type"
            })
    void refusesWhatIsNoType(String text, String detail) {
        Diagnostics diagnostics = new Diagnostics();
        TypeConstraint.parse(expression(text), diagnostics);
        List<Diagnostic> found = diagnostics.list();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().detail()).contains(detail);
        assertThat(found.getFirst().subject()).isNotNull();
    }

    @Test
    void defaultsStandInForWhatIsMissingOrNullAtAnyDepth() throws ConversionException {
        assertThat(
                        converted(
                                "list(object({name = string, size = optional(number, 3),"
                                        + " tags = optional(map(string), {}),"
                                        + " inner = optional(object({on = optional(bool, true)}),"
                                        + " {})}))",
                                "[{name = \"a\"}, {name = \"b\", size = null, inner = {on = false}},"
                                        + " {name = \"c\", size = \"4\", tags = {x = 1}}]"))
                .isEqualTo(
                        value(
                                "[{name = \"a\", size = 3, tags = {}, inner = {on = true}},"
                                        + " {name = \"b\", size = 3, tags = {}, inner = {on ="
                                        + " false}}, {name = \"c\", size = 4, tags = {x = \"1\"},"
                                        + " inner = {on = true}}]",
                                "list(object({name = string, size = number, tags = map(string),"
                                        + " inner = object({on = bool})}))"));
    }

    @Test
    void optionalAttributesWithoutDefaultBecomeNull() throws ConversionException {
        Value converted = converted("object({a = optional(string)})", "{}");
        assertThat(converted).isEqualTo(value("{a = null}", "object({a = string})"));
    }

    @Test
    void aNullObjectStaysNull() throws ConversionException {
        assertThat(converted("object({a = optional(string, \"x\")})", "null").isNull()).isTrue();
    }

    @Test
    void requiredAttributesAreRequired() {
        assertThatThrownBy(() -> converted("object({a = string})", "{}"))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("\"a\" is required");
    }

    private static Value value(String text, String type) throws ConversionException {
        return converted(type, text);
    }

    private static Value converted(String type, String value) throws ConversionException {
        Diagnostics diagnostics = new Diagnostics();
        TypeConstraint constraint = TypeConstraint.parse(expression(type), diagnostics);
        Value given =
                new Evaluator(Scope.of(Map.of(), Map.of()), diagnostics).value(expression(value));
        assertThat(diagnostics.list()).isEmpty();
        return constraint.convert(given);
    }

    private static Expression expression(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Expression expression = Parser.expression(new SourceText("test.tf", text), diagnostics);
        assertThat(diagnostics.list()).isEmpty();
        return java.util.Objects.requireNonNull(expression);
    }
}
