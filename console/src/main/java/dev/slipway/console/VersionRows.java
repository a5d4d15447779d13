package dev.slipway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.console.ReleaseHistory.Rates;
import dev.slipway.console.ReleaseHistory.Sample;
import dev.slipway.console.Views.Version;
import dev.slipway.model.kinds.ReplicaSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One version of a workload as the table of a release shows it. Pure.
final class VersionRows {
    private VersionRows() {}

    /// Which version: its role (`old` or `new`), the hash of its template, the template, and its
    /// ReplicaSet, if that is there.
    record Which(String role, String hash, ObjectNode template, @Nullable ReplicaSet set) {}

    /// `samples` are those in which it counts.
    static Version of(Which which, int weight, List<Sample> samples) {
        Function<Sample, Rates> rates =
                which.role().equals("old") ? Sample::stable : Sample::canary;
        double requests = 0;
        double failures = 0;
        for (Sample sample : samples) {
            requests += rates.apply(sample).requests();
            failures += rates.apply(sample).failures();
        }
        return new Version(
                which.role(),
                images(which.template().at("/spec/containers")),
                which.hash(),
                which.set() == null ? "" : ready(which.set()),
                weight,
                samples.isEmpty() ? "0" : Chart.number(rates.apply(samples.getLast()).requests()),
                String.format(Locale.ROOT, "%,.0f", requests),
                String.format(
                        Locale.ROOT,
                        "%,.0f (%.1f %%)",
                        failures,
                        requests == 0 ? 0 : 100 * failures / requests),
                failures > 0);
    }

    private static String ready(ReplicaSet set) {
        Integer ready = set.status().readyReplicas();
        Integer wanted = set.spec().replicas();
        return (ready == null ? 0 : ready) + "/" + (wanted == null ? 1 : wanted);
    }

    static String images(JsonNode containers) {
        List<String> images = new ArrayList<>();
        containers.forEach(container -> images.add(container.path("image").asText("")));
        return String.join(", ", images);
    }
}
