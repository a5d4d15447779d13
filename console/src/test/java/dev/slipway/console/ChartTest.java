package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.ReleaseHistory.Rates;
import dev.slipway.console.ReleaseHistory.Sample;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class ChartTest {
    @Test
    void drawsNothingFromLessThanTwoSamples() {
        assertThat(chart(List.of(), null)).isEmpty();
        assertThat(chart(seconds(1), null)).isEmpty();
    }

    @Test
    void drawsBothVersionsTheirFailuresAndTheWeight() throws Exception {
        String svg = chart(seconds(60), null);
        var root =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)))
                        .getDocumentElement();
        assertThat(root.getElementsByTagName("polyline").getLength()).isEqualTo(4);
        assertThat(root.getElementsByTagName("polygon").getLength()).isEqualTo(2);
        assertThat(root.getTextContent())
                .contains("old 100", "new 10", "old 0 %", "new 5 %", "10 %")
                .contains("requests per second", "failed, % of requests", "00:00:30");
        assertThat(root.getAttribute("aria-label"))
                .isEqualTo(
                        "old version 100 requests and 0 failures a second, new version 10 requests"
                                + " and 0.5 failures a second");
    }

    @Test
    void showsOnlyTheLastMinutes() {
        assertThat(Chart.window(seconds(600))).hasSize(181);
        assertThat(chart(seconds(600), null)).doesNotContain("NaN", "Infinity", "-1");
    }

    @Test
    void marksWhenTheNewVersionWasFoundWorse() {
        Instant inView = ConsoleWorld.START.plusSeconds(30);
        Instant longAgo = ConsoleWorld.START.minusSeconds(3600);
        assertThat(chart(seconds(60), inView)).contains("found worse");
        assertThat(chart(seconds(60), longAgo)).doesNotContain("found worse");
    }

    @Test
    void survivesSilence() {
        Rates none = new Rates(0, 0);
        List<Sample> silent =
                List.of(
                        new Sample(ConsoleWorld.START, 0, none, none),
                        new Sample(ConsoleWorld.START.plusSeconds(1), 0, none, none));
        assertThat(chart(silent, null)).contains("new 0").doesNotContain("NaN");
    }

    private static String chart(List<Sample> samples, @Nullable Instant detected) {
        return Chart.of(samples, detected, ZoneOffset.UTC);
    }

    private static List<Sample> seconds(int count) {
        List<Sample> samples = new ArrayList<>();
        for (int second = 0; second < count; second++) {
            samples.add(ConsoleWorld.sample(second, 10, 10, 0.5));
        }
        return samples;
    }
}
