package dev.slipway.node;

import dev.slipway.controller.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// An open output, pulled by one thread. Closing it from any thread ends a waiting `read` soon.
public final class PodLogStream implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ")
                    .withZone(ZoneOffset.UTC);

    private final LogSource log;
    private final PodLogReader.Selection selection;
    private final BooleanSupplier ended;
    private final Time time;
    private final byte[] buffer = new byte[CHUNK_BYTES];
    private volatile boolean closed;
    private long offset;
    private long left;
    private boolean lineBegins = true;
    private boolean finished;

    PodLogStream(
            LogSource log,
            long start,
            PodLogReader.Selection selection,
            BooleanSupplier ended,
            Time time) {
        this.log = log;
        this.offset = start;
        this.selection = selection;
        this.ended = ended;
        this.time = time;
        this.left = selection.limitBytes() == null ? Long.MAX_VALUE : selection.limitBytes();
    }

    /// Waits at most `timeout` for output and gives what there is; empty if there was none in that
    /// time; null at the end, which with `follow` comes when the container has ended.
    public byte @Nullable [] read(Duration timeout) throws InterruptedException {
        long deadline = time.nanos() + timeout.toNanos();
        while (!closed && !finished && left > 0) {
            // Asked before reading: what was written before the end is still read after it.
            boolean over = !selection.follow() || ended.getAsBoolean();
            byte[] chunk = chunk();
            if (chunk.length > 0) {
                return limited(chunk);
            }
            if (over) {
                finished = true;
                return null;
            }
            Duration rest = Duration.ofNanos(deadline - time.nanos());
            if (rest.isNegative() || rest.isZero()) {
                return NOTHING;
            }
            pause(rest.compareTo(LOOK_INTERVAL) < 0 ? rest : LOOK_INTERVAL);
        }
        return null;
    }

    @Override
    public void close() {
        closed = true;
        log.close();
    }

    private void pause(Duration pause) throws InterruptedException {
        Latch.after(time, pause).await();
    }

    private byte[] chunk() {
        try {
            long oldest = log.start();
            if (offset < oldest) {
                // Rotated away while we were slow.
                offset = oldest;
                lineBegins = true;
            }
            int count = log.read(offset, buffer);
            if (count == 0) {
                return NOTHING;
            }
            byte[] read = Arrays.copyOf(buffer, count);
            byte[] result = selection.timestamps() ? stamped(read) : read;
            offset += count;
            return result;
        } catch (ClosedChannelException _) {
            closed = true;
            return NOTHING;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] stamped(byte[] read) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(read.length * 2);
        String stamp = "";
        long stampedUpTo = -1;
        for (int i = 0; i < read.length; i++) {
            if (lineBegins) {
                if (offset + i >= stampedUpTo) {
                    Instant written = log.timeAt(offset + i);
                    stamp = STAMP.format(written);
                    stampedUpTo = log.offsetAt(written.plusMillis(1));
                }
                out.write(stamp.getBytes(StandardCharsets.US_ASCII));
                lineBegins = false;
            }
            out.write(read[i]);
            lineBegins = read[i] == '\n';
        }
        return out.toByteArray();
    }

    private byte[] limited(byte[] chunk) {
        if (chunk.length > left) {
            byte[] cut = Arrays.copyOf(chunk, (int) left);
            left = 0;
            return cut;
        }
        left -= chunk.length;
        return chunk;
    }
}
