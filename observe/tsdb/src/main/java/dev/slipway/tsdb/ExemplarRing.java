package dev.slipway.tsdb;

import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SeriesExemplars;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The newest exemplars of all series: a ring of a fixed size, in which a new one takes the place
/// of the one that came first. Of a series they are in order of time. Guarded by the database's
/// lock.
final class ExemplarRing {
    /// As OpenMetrics says: names and values of an exemplar's labels together.
    static final int LABEL_CHARS_MAX = 128;

    private final int capacity;
    private final Labels[] series;
    private final @Nullable Exemplar[] ring;
    private final Map<Labels, ArrayDeque<Exemplar>> bySeries = new HashMap<>();
    private int next;

    ExemplarRing(int capacity) {
        this.capacity = capacity;
        series = new Labels[capacity];
        ring = new Exemplar[capacity];
    }

    /// What would become of it. One that is the series' newest already is accepted and not stored
    /// again.
    Outcome judge(Labels of, Exemplar exemplar) {
        ArrayDeque<Exemplar> there = bySeries.get(of);
        Exemplar newest = there == null ? null : there.peekLast();
        if (newest == null || exemplar.timeMillis() > newest.timeMillis()) {
            return Outcome.ACCEPTED;
        }
        if (exemplar.timeMillis() < newest.timeMillis()) {
            return Outcome.OUT_OF_ORDER;
        }
        return exemplar.equals(newest) ? Outcome.ACCEPTED : Outcome.DUPLICATE;
    }

    /// Stores it if it is to be stored.
    void add(Labels of, Exemplar exemplar) {
        ArrayDeque<Exemplar> there = bySeries.get(of);
        if (capacity == 0
                || (there != null && there.getLast().timeMillis() >= exemplar.timeMillis())) {
            return;
        }
        Exemplar old = ring[next];
        if (old != null) {
            // The oldest of all is the oldest of its series.
            bySeries.computeIfPresent(
                    series[next],
                    (labels, others) -> {
                        others.removeFirst();
                        return others.isEmpty() ? null : others;
                    });
        }
        series[next] = of;
        ring[next] = exemplar;
        next = (next + 1) % capacity;
        bySeries.computeIfAbsent(of, key -> new ArrayDeque<>(2)).addLast(exemplar);
    }

    List<SeriesExemplars> find(List<List<Matcher>> selectors, long startMillis, long endMillis) {
        Map<Labels, List<Exemplar>> found = new TreeMap<>();
        bySeries.forEach((labels, exemplars) -> {
            if (selectors.stream().anyMatch(each -> matchAll(each, labels))) {
                List<Exemplar> within =
                        exemplars.stream()
                                .filter(each ->
                                        each.timeMillis() >= startMillis
                                                && each.timeMillis() <= endMillis)
                                .toList();
                if (!within.isEmpty()) {
                    found.put(labels, within);
                }
            }
        });
        List<SeriesExemplars> result = new ArrayList<>();
        found.forEach((labels, exemplars) -> result.add(new SeriesExemplars(labels, exemplars)));
        return result;
    }

    /// From the oldest to the newest.
    void forEach(BiConsumer<Labels, Exemplar> consumer) {
        for (int i = 0; i < capacity; i++) {
            int place = (next + i) % capacity;
            Exemplar each = ring[place];
            if (each != null) {
                consumer.accept(series[place], each);
            }
        }
    }

    int size() {
        return bySeries.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    static boolean isTooLong(Exemplar exemplar) {
        int chars = 0;
        for (int i = 0; i < exemplar.labels().size(); i++) {
            String name = exemplar.labels().name(i);
            String value = exemplar.labels().value(i);
            chars += name.codePointCount(0, name.length());
            chars += value.codePointCount(0, value.length());
        }
        return chars > LABEL_CHARS_MAX;
    }

    private static boolean matchAll(List<Matcher> matchers, Labels labels) {
        return matchers.stream().allMatch(each -> each.matches(labels));
    }
}
