package dev.slipway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.series.Labels;
import dev.slipway.wire.ProtoWriter;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.RemoteWriteWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Bodies in the formats of metrics, of the same series: 20 counters of services, with 7 labels
/// each, as an exporter has them.
final class WireBodies {
    static final int SERIES = 2_000;

    private static final int FAMILIES = 20;
    private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE"};

    private final List<Labels> series = new ArrayList<>();

    /// @param shard tells the series of one body from those of another
    WireBodies(int shard) {
        for (int i = 0; i < SERIES; i++) {
            series.add(
                    Labels.of(
                            "__name__",
                            "service_http_requests_" + i / (SERIES / FAMILIES) + "_total",
                            "cluster",
                            "production-eu-west-1",
                            "instance",
                            "10.0.%d.%d:8080".formatted(shard / 250, shard % 250),
                            "job",
                            "kubernetes-pods",
                            "method",
                            METHODS[i % METHODS.length],
                            "path",
                            "/api/v1/resources/" + i % (SERIES / FAMILIES),
                            "status",
                            "" + (200 + i % 5)));
        }
    }

    byte[] remoteWrite(RemoteWriteVersion version, long timeMillis) {
        RemoteWriteWriter writer = new RemoteWriteWriter(version);
        for (int i = 0; i < SERIES; i++) {
            writer.series(series.get(i));
            writer.sample(timeMillis, value(i, timeMillis));
        }
        return writer.finish();
    }

    byte[] text(long timeMillis) {
        StringBuilder text = new StringBuilder(SERIES * 200);
        String family = "";
        for (int i = 0; i < SERIES; i++) {
            Labels labels = series.get(i);
            if (!labels.metricName().equals(family)) {
                family = labels.metricName();
                text.append("# HELP ").append(family).append(" Requests answered.\n");
                text.append("# TYPE ").append(family).append(" counter\n");
            }
            text.append(labels.toString().replace(", ", ",")).append(' ');
            text.append(value(i, timeMillis)).append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    /// As [#text], with the end that OpenMetrics demands.
    byte[] openMetrics(long timeMillis) {
        String text = new String(text(timeMillis), UTF_8);
        return (text.replace("_total counter", " counter").replace("_total Req", " Req")
                        + "# EOF\n")
                .getBytes(UTF_8);
    }

    byte[] protobuf(long timeMillis) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int perFamily = SERIES / FAMILIES;
        for (int first = 0; first < SERIES; first += perFamily) {
            ProtoWriter family = new ProtoWriter(64 << 10);
            family.string(1, series.get(first).metricName());
            family.string(2, "Requests answered.");
            for (int i = first; i < first + perFamily; i++) {
                int metric = family.open(4);
                Labels labels = series.get(i);
                for (int label = 1; label < labels.size(); label++) {
                    int pair = family.open(1);
                    family.string(1, labels.name(label));
                    family.string(2, labels.value(label));
                    family.close(pair);
                }
                int counter = family.open(3);
                family.float64(1, value(i, timeMillis));
                family.close(counter);
                family.close(metric);
            }
            ProtoWriter length = new ProtoWriter();
            length.rawVarint(family.size());
            body.writeBytes(length.toByteArray());
            body.writeBytes(family.toByteArray());
        }
        return body.toByteArray();
    }

    byte[] otlp(long timeMillis) {
        ProtoWriter body = new ProtoWriter(512 << 10);
        int resource = body.open(1);
        int scope = body.open(2);
        int perFamily = SERIES / FAMILIES;
        for (int first = 0; first < SERIES; first += perFamily) {
            int metric = body.open(2);
            body.string(1, series.get(first).metricName());
            int sum = body.open(7);
            for (int i = first; i < first + perFamily; i++) {
                int point = body.open(1);
                body.fixed64(3, timeMillis * 1_000_000);
                body.float64(4, value(i, timeMillis));
                Labels labels = series.get(i);
                for (int label = 1; label < labels.size(); label++) {
                    int pair = body.open(7);
                    body.string(1, labels.name(label));
                    int text = body.open(2);
                    body.string(1, labels.value(label));
                    body.close(text);
                    body.close(pair);
                }
                body.close(point);
            }
            body.varint(2, 2);
            body.varint(3, 1);
            body.close(sum);
            body.close(metric);
        }
        body.close(scope);
        body.close(resource);
        return body.toByteArray();
    }

    private static double value(int place, long timeMillis) {
        return (double) (timeMillis / 1_000 % 1_000_000) * (1 + place % 17) + place;
    }
}
