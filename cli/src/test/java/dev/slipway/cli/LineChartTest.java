package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineChartTest {
    private final LineChart chart = new LineChart(30, 4, false, ZoneOffset.UTC);

    @Test
    void drawsARisingLineFromCornerToCorner() {
        List<LineChart.Point> points = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            points.add(new LineChart.Point(i, i));
        }

        String drawn = chart.draw(List.of(new LineChart.Line("depth", points)));

        assertThat(drawn.lines())
                .containsExactly(
                        "     20 ┤                ⢀⡠⠔⠒⠊",
                        "        │          ⢀⣀⡠⠔⠊⠉⠁",
                        "        │     ⣀⠤⠤⠒⠉⠁",
                        "      0 ┤⣀⠤⠒⠒⠉",
                        "        └─────────────────────",
                        "         00:00:00     00:00:20",
                        "━━      20  depth");
    }

    @Test
    void leavesGapsWhereNothingWasMeasured() {
        List<LineChart.Point> points =
                List.of(
                        new LineChart.Point(0, 1),
                        new LineChart.Point(1, 1),
                        new LineChart.Point(2, 1),
                        new LineChart.Point(18, 1),
                        new LineChart.Point(19, 1),
                        new LineChart.Point(20, 1));

        String top =
                chart.draw(List.of(new LineChart.Line("up", points)))
                        .lines()
                        .findFirst()
                        .orElse("");

        assertThat(top).contains("          ");
    }

    @Test
    void saysThatNothingMatches() {
        assertThat(chart.draw(List.of())).isEqualTo("Nothing matches.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1250, 1.25k",
        "0.34, 340m",
        "100, 100",
        "1000000, 1M",
        "-0.0021, -2.1m",
        "999.999, 1000",
        "1e300, 1.0e+300"
    })
    void writesNumbersShortly(double value, String text) {
        assertThat(LineChart.shortNumber(value)).isEqualTo(text);
    }
}
