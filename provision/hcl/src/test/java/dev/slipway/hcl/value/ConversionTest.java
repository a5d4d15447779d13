package dev.slipway.hcl.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConversionTest {
    private static final Type STRING = Type.Primitive.STRING;
    private static final Type NUMBER = Type.Primitive.NUMBER;

    @Test
    void tuplesBecomeListsOfTheTypeTheirElementsShare() throws ConversionException {
        Value tuple = Values.tuple(List.of(Value.of(1), Value.of("a"), Value.of(true)));

        assertThat(ValueText.of(Conversion.convert(tuple, Type.list(Type.Any.DYNAMIC))))
                .isEqualTo("tolist([\n  \"1\",\n  \"a\",\n  \"true\",\n])");
    }

    @Test
    void missingOptionalAttributesAreNull() throws ConversionException {
        Type wish = Type.object(Map.of("a", STRING, "b", NUMBER), Set.of("b"));
        Value object = Values.object(Map.of("a", Value.of(1), "extra", Value.of(2)));

        assertThat(Conversion.convert(object, wish))
                .isEqualTo(Values.object(Map.of("a", Value.of("1"), "b", Value.nullOf(NUMBER))));
    }

    @Test
    void refusalsSayWhere() {
        Value object =
                Values.object(Map.of("a", Values.tuple(List.of(Value.of(1), Value.of("x")))));

        assertThatThrownBy(() ->
                        Conversion.convert(object, Type.object(Map.of("a", Type.list(NUMBER)))))
                .hasMessage("attribute \"a\", element 1: a number is required");
        assertThatThrownBy(() -> Conversion.convert(object, Type.object(Map.of("b", STRING))))
                .hasMessage("attribute \"b\" is required");
    }

    @Test
    void unknownValuesKeepWhatIsKnown() throws ConversionException {
        Value list = Refinement.NOT_NULL.withLength(2, 3).of(Type.list(NUMBER));

        assertThat(Conversion.convert(list, Type.set(STRING)))
                .isEqualTo(Refinement.NOT_NULL.withLength(1, 3).of(Type.set(STRING)));
    }

    @Test
    void marksStay() throws ConversionException {
        Value secret = Value.of(5).withMark(Mark.SENSITIVE);

        assertThat(Conversion.convert(secret, STRING))
                .isEqualTo(Value.of("5").withMark(Mark.SENSITIVE));
    }

    @Test
    void textsAreNormalised() {
        assertThat(Value.of("e\u0301")).isEqualTo(Value.of("\u00e9"));
    }

    @Test
    void setsHoldEqualElementsOnce() {
        Value set = Values.set(NUMBER, List.of(Value.of(10), Value.of(2), Value.of(10)));

        assertThat(Values.elements(set)).containsExactly(Value.of(2), Value.of(10));
    }

    @Test
    void aRangeOfOneNumberIsKnown() {
        Refinement.Border five = new Refinement.Border(BigFloat.of(5), true);

        assertThat(Refinement.NOT_NULL.withLower(five).withUpper(five).of(NUMBER))
                .isEqualTo(Value.of(5));
    }
}
