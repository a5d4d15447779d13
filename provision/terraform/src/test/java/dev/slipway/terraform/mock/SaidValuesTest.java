package dev.slipway.terraform.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.ProviderDiagnostic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SaidValuesTest {
    private static final MadeUp MADE_UP = new MadeUp("seed");
    private static final ValuePath PATH = ValuePath.ROOT.attribute("block").index(2).attribute("a");

    private static SaidValues said(Value values) {
        return new SaidValues(values, "a.tftest.hcl:1,2-3", MADE_UP);
    }

    @Test
    void takesWhatIsSaidOfEachBlock() {
        Value values = Values.object(Map.of("block", Values.object(Map.of("a", Value.of(5)))));
        assertThat(said(values).of(PATH, Type.Primitive.STRING)).isEqualTo(Value.of("5"));
    }

    @Test
    void makesUpTheRestTheSameWayEachTime() {
        Value one = said(Values.EMPTY_OBJECT).of(PATH, Type.Primitive.STRING);
        assertThat(one).isEqualTo(said(Values.EMPTY_OBJECT).of(PATH, Type.Primitive.STRING));
        assertThat(Values.text(one)).matches("[a-z0-9]{8}");
        assertThat(new MadeUp("other").value(Type.Primitive.STRING, PATH)).isNotEqualTo(one);
    }

    @Test
    void makesUpWhatObjectsLack() {
        Type type =
                Type.list(
                        Type.object(Map.of("x", Type.Primitive.NUMBER, "y", Type.Primitive.BOOL)));
        Value values =
                Values.object(
                        Map.of(
                                "l",
                                Values.tuple(List.of(Values.object(Map.of("x", Value.of("7")))))));
        Value list = said(values).of(ValuePath.ROOT.attribute("l"), type);
        assertThat(Values.elements(list))
                .containsExactly(Values.object(Map.of("x", Value.of(7), "y", Value.of(false))));
    }

    @Test
    void tellsWhatDoesNotFit() {
        SaidValues said = said(Values.object(Map.of("block", Values.EMPTY_TUPLE)));
        said.of(PATH, Type.Primitive.STRING);
        said.of(ValuePath.ROOT.attribute("block"), Type.Primitive.NUMBER);
        assertThat(said.problems())
                .extracting(ProviderDiagnostic::detail)
                .containsExactly(
                        "Terraform expected an object type for attribute \"block\" defined within"
                                + " the mocked data at a.tftest.hcl:1,2-3, but found tuple.",
                        "Terraform could not compute a value for the target type number with the"
                                + " mocked data defined at a.tftest.hcl:1,2-3 with the attribute"
                                + " \"block\": number required.");
    }
}
