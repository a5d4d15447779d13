package dev.slipway.alert.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.alert.Mutations;
import dev.slipway.alert.check.PerformanceValue.Unit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PluginOutputTest {
    private static final String LONG =
            """
            DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968
            / 15272 MB (77%);
            /boot 68 MB (69%); | /boot=68MB;88;93;0;98
            'the ''big'' one'=1.5TB;;;0 load=0.5
            """;

    @Test
    void readsTheFirstLineTheRestAndBothPartsOfFigures() {
        PluginOutput output = PluginOutput.parse(LONG);
        assertThat(output.summary()).isEqualTo("DISK OK - free space: / 3326 MB (56%);");
        assertThat(output.details()).isEqualTo("/ 15272 MB (77%);\n/boot 68 MB (69%);");
        assertThat(output.figures())
                .extracting(PerformanceValue::label)
                .containsExactly("/", "/boot", "the 'big' one", "load");
        PerformanceValue root = output.figures().getFirst();
        assertThat(root.unit()).isEqualTo(Unit.BYTES);
        assertThat(root.value()).isEqualTo(2643.0 * 1024 * 1024);
        assertThat(root.warning()).isEqualTo(new ThresholdRange(0, 5948.0 * 1024 * 1024, false));
        assertThat(root.maximum()).isEqualTo(5968.0 * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({
        "time=0.5s,0.5,SECONDS",
        "time=500ms,0.5,SECONDS",
        "time=3us,3.0E-6,SECONDS",
        "used=12%,12,PERCENT",
        "in=7c,7,COUNTER",
        "n=-3,-3,NONE",
        "n=1.5e3,1500,NONE",
        "n=U,NaN,NONE",
        "n=5foo,5,OTHER",
        "b=2GiB,2147483648,BYTES"
    })
    void convertsToBaseUnits(String figure, double value, Unit unit) {
        PerformanceValue read = PluginOutput.parse("OK|" + figure).figures().getFirst();
        assertThat(Double.valueOf(read.value())).isEqualTo(Double.valueOf(value));
        assertThat(read.unit()).isEqualTo(unit);
    }

    @Test
    void leavesOutWhatIsNoFigure() {
        assertThat(PluginOutput.parse("OK | nonsense =5 a= b=x 'open=3 ").figures()).isEmpty();
        assertThat(PluginOutput.parse("OK | x a=1 y b=2").figures())
                .extracting(PerformanceValue::label)
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "10,10,false",
        "10,11,true",
        "10,-1,true",
        "10:,9,true",
        "10:,10,false",
        "~:10,-99,false",
        "~:10,11,true",
        "10:20,15,false",
        "10:20,9,true",
        "@10:20,15,true",
        "@10:20,21,false",
        "-5:5,-6,true",
        ":10,5,false"
    })
    void rangesWorryOutsideOrInside(String range, double value, boolean worries) {
        assertThat(ThresholdRange.parse(range).worries(value)).isEqualTo(worries);
    }

    @Test
    void refusesWhatIsNoRange() {
        for (String text : new String[] {"", "a", "1:2:3", "20:10", "@", "~"}) {
            assertThatThrownBy(() -> ThresholdRange.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a range");
        }
    }

    @Test
    void readsAnything() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            PluginOutput output = PluginOutput.parse(Mutations.of(LONG, random));
            assertThat(output.figures()).hasSizeLessThanOrEqualTo(200);
        }
        assertThat(PluginOutput.parse("").summary()).isEmpty();
    }
}
