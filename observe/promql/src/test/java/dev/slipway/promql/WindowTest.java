package dev.slipway.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.SampleColumns;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

final class WindowTest {
    private static final int SAMPLES = 300;

    @RepeatedTest(20)
    void findsExtremesAsIfItLookedAtEverySample(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        SampleColumns columns = new SampleColumns();
        for (int i = 0; i < SAMPLES; i++) {
            double value = random.nextInt(5) == 0 ? Double.NaN : random.nextInt(10);
            columns.add(i * 10L + random.nextInt(10), value);
        }
        Samples samples = new Samples();
        samples.take(columns);
        Window low = new Window(samples);
        Window high = new Window(samples);
        long range = 1L + random.nextInt(400);
        long step = 1L + random.nextInt(500);
        for (long end = 0; end < SAMPLES * 10; end += step) {
            low.moveTo(end - range, end);
            high.moveTo(end - range, end);
            if (low.floats() > 0) {
                assertThat(low.lowest()).isEqualTo(scan(low, -1));
                assertThat(high.highest()).isEqualTo(scan(high, 1));
            }
        }
    }

    private static int scan(Window window, int sign) {
        double[] values = window.column();
        int place = window.from();
        for (int i = place + 1; i < window.to(); i++) {
            if (sign * values[i] >= sign * values[place] || Double.isNaN(values[place])) {
                place = i;
            }
        }
        return place;
    }
}
