package dev.slipway.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One side of a histogram while it is computed with: the places of its buckets, ascending, and
/// their counts, each with what Kahan's summation has found missing so far. Mutable; for one
/// thread.
final class Buckets {
    private int[] indices;
    private double[] counts;
    private double[] missing;
    private int size;

    Buckets(List<Span> spans, double[] counts) {
        this.indices = indices(spans, counts.length);
        this.counts = counts.clone();
        this.missing = new double[counts.length];
        this.size = counts.length;
    }

    static int[] indices(List<Span> spans, int size) {
        int[] indices = new int[size];
        int at = 0;
        int index = 0;
        for (Span span : spans) {
            index += span.offset();
            for (int i = 0; i < span.length() && at < size; i++) {
                indices[at++] = index++;
            }
        }
        return indices;
    }

    int size() {
        return size;
    }

    int index(int place) {
        return indices[place];
    }

    double count(int place) {
        return counts[place] + missing[place];
    }

    /// The count of the bucket with this index, 0 if there is none.
    double countOf(int index) {
        int place = Arrays.binarySearch(indices, 0, size, index);
        return place < 0 ? 0 : count(place);
    }

    /// Adds each of the other's buckets times a sign.
    void add(Buckets other, double sign) {
        if (!hasAllOf(other)) {
            makeRoomFor(other);
        }
        int at = 0;
        for (int i = 0; i < other.size; i++) {
            while (indices[at] != other.indices[i]) {
                at++;
            }
            addAt(at, sign * other.counts[i]);
            addAt(at, sign * other.missing[i]);
        }
    }

    void scale(double factor) {
        for (int i = 0; i < size; i++) {
            counts[i] *= factor;
            missing[i] *= factor;
        }
    }

    void divide(double divisor) {
        for (int i = 0; i < size; i++) {
            counts[i] /= divisor;
            missing[i] /= divisor;
        }
    }

    /// Moves every bucket to the one at `target` of its index, which must be ascending.
    void regroup(java.util.function.IntUnaryOperator target) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int index = target.applyAsInt(indices[i]);
            double count = counts[i];
            double rest = missing[i];
            if (kept > 0 && indices[kept - 1] == index) {
                addAt(kept - 1, count);
                addAt(kept - 1, rest);
            } else {
                indices[kept] = index;
                counts[kept] = count;
                missing[kept] = rest;
                kept++;
            }
        }
        size = kept;
    }

    /// Drops the first so many buckets.
    void dropFirst(int dropped) {
        indices = Arrays.copyOfRange(indices, dropped, size);
        counts = Arrays.copyOfRange(counts, dropped, size);
        missing = Arrays.copyOfRange(missing, dropped, size);
        size -= dropped;
    }

    /// Drops buckets without observations.
    void compact() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (count(i) != 0) {
                indices[kept] = indices[i];
                counts[kept] = counts[i];
                missing[kept] = missing[i];
                kept++;
            }
        }
        size = kept;
    }

    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        int next = 0;
        int start = 0;
        for (int i = 1; i <= size; i++) {
            if (i == size || indices[i] != indices[i - 1] + 1) {
                spans.add(new Span(indices[start] - next, i - start));
                next = indices[i - 1] + 1;
                start = i;
            }
        }
        return spans;
    }

    double[] counts() {
        double[] result = new double[size];
        for (int i = 0; i < size; i++) {
            result[i] = count(i);
        }
        return result;
    }

    private void addAt(int place, double increment) {
        double sum = counts[place];
        double next = sum + increment;
        missing[place] += KahanSum.rest(sum, increment, next);
        counts[place] = next;
    }

    private boolean hasAllOf(Buckets other) {
        int at = 0;
        for (int i = 0; i < other.size; i++) {
            while (at < size && indices[at] < other.indices[i]) {
                at++;
            }
            if (at == size || indices[at] != other.indices[i]) {
                return false;
            }
        }
        return true;
    }

    private void makeRoomFor(Buckets other) {
        int[] mergedIndices = new int[size + other.size];
        double[] mergedCounts = new double[size + other.size];
        double[] mergedMissing = new double[size + other.size];
        int left = 0;
        int right = 0;
        int merged = 0;
        while (left < size || right < other.size) {
            boolean fromLeft =
                    right == other.size || (left < size && indices[left] <= other.indices[right]);
            if (fromLeft) {
                if (right < other.size && indices[left] == other.indices[right]) {
                    right++;
                }
                mergedIndices[merged] = indices[left];
                mergedCounts[merged] = counts[left];
                mergedMissing[merged++] = missing[left++];
            } else {
                mergedIndices[merged++] = other.indices[right++];
            }
        }
        indices = mergedIndices;
        counts = mergedCounts;
        missing = mergedMissing;
        size = merged;
    }
}
