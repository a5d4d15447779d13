package dev.slipway.series;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts cursors together by labels, and samples of a series by time; of two at the same time that
/// of the first cursor counts. Not thread-safe.
public final class MergedCursor implements SeriesCursor {
    private final List<SeriesCursor> all;
    private final List<String> missing;
    private final List<SeriesCursor> waiting = new ArrayList<>();
    private final List<SeriesCursor> current = new ArrayList<>();

    /// What the current cursors read, used again for the next series.
    private final List<SampleColumns> parts = new ArrayList<>();

    private @Nullable Labels labels;
    private boolean begun;

    public MergedCursor(List<SeriesCursor> cursors) {
        this(cursors, List.of());
    }

    /// @param missing what those say who should have a cursor here and have none
    public MergedCursor(List<SeriesCursor> cursors, List<String> missing) {
        this.all = List.copyOf(cursors);
        this.missing = List.copyOf(missing);
    }

    @Override
    public boolean next() {
        for (SeriesCursor each : all) {
            if ((!begun || current.contains(each)) && !each.next()) {
                waiting.remove(each);
            } else if (!begun) {
                waiting.add(each);
            }
        }
        begun = true;
        current.clear();
        Labels least = null;
        for (SeriesCursor each : waiting) {
            int order = least == null ? -1 : each.labels().compareTo(least);
            if (order < 0) {
                least = each.labels();
                current.clear();
            }
            if (order <= 0) {
                current.add(each);
            }
        }
        labels = least;
        return least != null;
    }

    @Override
    public Labels labels() {
        if (labels == null) {
            throw new IllegalStateException("No series here");
        }
        return labels;
    }

    @Override
    public void read(SampleColumns columns) {
        if (current.size() == 1) {
            current.getFirst().read(columns);
            return;
        }
        while (parts.size() < current.size()) {
            parts.add(new SampleColumns());
        }
        for (int i = 0; i < current.size(); i++) {
            parts.get(i).clear();
            current.get(i).read(parts.get(i));
        }
        SampleMerge.merge(parts.subList(0, current.size()), columns);
    }

    @Override
    public List<String> warnings() {
        Set<String> warnings = new LinkedHashSet<>(missing);
        all.forEach(each -> warnings.addAll(each.warnings()));
        return List.copyOf(warnings);
    }

    /// Closes each, whatever becomes of those before it.
    @Override
    public void close() {
        RuntimeException failure = null;
        for (SeriesCursor each : all) {
            try {
                each.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
