package dev.slipway.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The seconds of the last ten minutes, packed: a server may watch thousands of releases, most of
/// which nobody looks at. For one thread.
final class LastSeconds {
    static final int SECONDS_MAX = 600;

    private static final int FIELDS = 6;
    private static final int SECONDS_FIRST = 16;

    private long[] packed = new long[SECONDS_FIRST * FIELDS];
    private int size;
    private int oldest;

    void add(ReleaseView.Second second) {
        int place = (oldest + size) % SECONDS_MAX;
        if (size == SECONDS_MAX) {
            oldest = (oldest + 1) % SECONDS_MAX;
        } else {
            size++;
        }
        int at = place * FIELDS;
        if (at >= packed.length) {
            packed = Arrays.copyOf(packed, Math.min(2 * packed.length, SECONDS_MAX * FIELDS));
        }
        packed[at] = second.end().toEpochMilli();
        packed[at + 1] = second.canaryWeight();
        packed[at + 2] = second.canary().requests();
        packed[at + 3] = second.canary().failures();
        packed[at + 4] = second.stable().requests();
        packed[at + 5] = second.stable().failures();
    }

    /// From the oldest to the newest.
    List<ReleaseView.Second> list() {
        List<ReleaseView.Second> seconds = new ArrayList<>(size);
        for (int number = 0; number < size; number++) {
            int at = (oldest + number) % SECONDS_MAX * FIELDS;
            seconds.add(
                    new ReleaseView.Second(
                            Instant.ofEpochMilli(packed[at]),
                            (int) packed[at + 1],
                            new Evidence(packed[at + 2], packed[at + 3]),
                            new Evidence(packed[at + 4], packed[at + 5])));
        }
        return seconds;
    }
}
