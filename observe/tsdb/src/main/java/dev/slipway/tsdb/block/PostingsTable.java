package dev.slipway.tsdb.block;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which label pairs an index has and where their postings lie. On the heap are the names, and for
/// each the offset of every [#STEP]th of its values; the rest is searched in the file. Immutable.
final class PostingsTable {
    private static final int STEP = 32;

    /// A byte 2, two texts' lengths, an offset.
    private static final int ENTRY_BYTES_MIN = 4;

    private static final int STRINGS_IN_ENTRY = 2;

    private final MappedFile file;
    private final long end;

    /// Sorted, as in the file.
    private final Map<String, Values> names = new LinkedHashMap<>();

    /// The values of one name.
    private static final class Values {
        private long[] samples = new long[1];
        private int count;

        void add(long offset) {
            if (count % STEP == 0) {
                if (count / STEP == samples.length) {
                    samples = Arrays.copyOf(samples, 2 * samples.length);
                }
                samples[count / STEP] = offset;
            }
            count++;
        }

        int sampleCount() {
            return (count + STEP - 1) / STEP;
        }
    }

    /// Reads the section once, for its checksum and the offsets.
    PostingsTable(MappedFile file, long offset) {
        this.file = file;
        long length = file.unsignedIntAt(offset);
        file.checkSum("postings offset table", offset + 4, length);
        end = offset + 4 + length;
        long count = file.unsignedIntAt(offset + 4);
        FileCursor cursor = new FileCursor(file, offset + 8, end);
        if (count > length / ENTRY_BYTES_MIN) {
            throw cursor.damaged("label pairs: " + count + " (expected: as many as fit)");
        }
        byte[] name = {};
        Values values = new Values();
        for (long i = 0; i < count; i++) {
            long start = cursor.position();
            cursor.expectByte("texts of an entry", STRINGS_IN_ENTRY);
            long nameStart = cursor.position();
            if (i == 0 || cursor.compareText(name) != 0) {
                cursor = new FileCursor(file, nameStart, end);
                String text = cursor.text();
                name = text.getBytes(StandardCharsets.UTF_8);
                values = new Values();
                names.put(text, values);
            }
            values.add(start);
            cursor.skipBlob();
            cursor.uvarint();
        }
    }

    /// Sorted; with the empty name, under which all series are.
    Collection<String> names() {
        return names.keySet();
    }

    /// Goes through the values of a name that are not before `from`, in order.
    ValueCursor values(String name, String from) {
        Values values = names.get(name);
        if (values == null) {
            return new ValueCursor(null, 0);
        }
        byte[] sought = from.getBytes(StandardCharsets.UTF_8);
        int sample = sampleBefore(values, sought);
        FileCursor cursor = new FileCursor(file, values.samples[sample], end);
        int index = sample * STEP;
        while (index < values.count) {
            long start = cursor.position();
            skipName(cursor);
            boolean reached = cursor.compareText(sought) >= 0;
            if (reached) {
                return new ValueCursor(new FileCursor(file, start, end), values.count - index);
            }
            cursor.uvarint();
            index++;
        }
        return new ValueCursor(null, 0);
    }

    /// Where the postings of a pair lie; -1 if there is no such pair.
    long find(String name, String value) {
        ValueCursor cursor = values(name, value);
        return cursor.next() && cursor.value().equals(value) ? cursor.postings() : -1;
    }

    /// The last sampled value that is not greater, or the first.
    private int sampleBefore(Values values, byte[] sought) {
        int low = 0;
        int high = values.sampleCount() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            FileCursor cursor = new FileCursor(file, values.samples[middle], end);
            skipName(cursor);
            if (cursor.compareText(sought) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static void skipName(FileCursor cursor) {
        cursor.expectByte("texts of an entry", STRINGS_IN_ENTRY);
        cursor.skipBlob();
    }

    /// Goes through values of a name. Not thread-safe.
    static final class ValueCursor {
        private final @Nullable FileCursor cursor;
        private int left;
        private String value = "";
        private long postings;

        private ValueCursor(@Nullable FileCursor cursor, int left) {
            this.cursor = cursor;
            this.left = left;
        }

        boolean next() {
            if (left == 0 || cursor == null) {
                return false;
            }
            left--;
            skipName(cursor);
            value = cursor.text();
            postings = cursor.uvarint();
            return true;
        }

        String value() {
            return value;
        }

        long postings() {
            return postings;
        }
    }
}
