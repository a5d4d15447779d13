package dev.slipway.evidence.prometheus;

import dev.slipway.evidence.prometheus.PrometheusClient.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;
import org.jspecify.annotations.Nullable;

/// How much counters have grown between one look and the next. A counter that is smaller than
/// before has started anew, and so has one that was not there at the last look; what was there at
/// the first look had grown before and does not count. Used by one thread at a time.
final class SeriesCounts {
    private @Nullable Map<Map<String, String>, Double> last;

    /// Tells the growth of each series by its labels.
    void look(List<Sample> samples, ObjDoubleConsumer<Map<String, String>> growth) {
        Map<Map<String, String>, Double> before = last;
        Map<Map<String, String>, Double> now =
                before == null ? new HashMap<>() : new HashMap<>(before);
        for (Sample sample : samples) {
            if (Double.isNaN(sample.value())) {
                continue;
            }
            Double known =
                    before == null ? Double.valueOf(sample.value()) : before.get(sample.labels());
            double grown =
                    known == null || sample.value() < known
                            ? sample.value()
                            : sample.value() - known;
            now.put(sample.labels(), sample.value());
            if (grown > 0) {
                growth.accept(sample.labels(), grown);
            }
        }
        last = now;
    }
}
