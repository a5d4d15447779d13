package dev.slipway.wire;

import java.util.Arrays;

/// Numbers in a row, used again and again by a reader. Not thread-safe.
public final class DoubleList {
    private static final double[] NONE = {};

    private double[] values = new double[16];
    private int size;

    public void clear() {
        size = 0;
    }

    void ensureRoom(int more) {
        if (more > values.length - size) {
            values = Arrays.copyOf(values, Math.max(size + more, 2 * values.length));
        }
    }

    public void add(double value) {
        if (size == values.length) {
            ensureRoom(1);
        }
        values[size++] = value;
    }

    void addToLast(double more) {
        values[size - 1] += more;
    }

    public int size() {
        return size;
    }

    public double value(int index) {
        return values[index];
    }

    public double[] toArray() {
        return size == 0 ? NONE : Arrays.copyOf(values, size);
    }
}
