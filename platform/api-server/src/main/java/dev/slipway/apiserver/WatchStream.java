package dev.slipway.apiserver;

import dev.slipway.api.ObjectEvent;
import dev.slipway.api.ObjectWatch;
import dev.slipway.model.ApiException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;

/// One client's watch: takes events from the API and sends them as lines, each batch only when the
/// one before is on its way, until the client leaves, the time is over or the server closes. A
/// virtual thread runs it; [#close()] may be called by any other.
final class WatchStream implements Streams.Body {
    private static final System.Logger LOG = System.getLogger(WatchStream.class.getName());
    private static final int EVENTS_MAX = 256;
    private static final int PIECE_BYTES_MAX = 128 * 1024;

    /// What a stream needs to know of its client.
    record Terms(WatchFrames.Encoder encoder, Statuses statuses, Duration time, boolean framed) {}

    private final ObjectWatch watch;
    private final Outflow<?> client;
    private final Terms terms;
    private volatile boolean closed;

    /// With `framed` terms each event is sent by itself, as WebSockets need it.
    WatchStream(ObjectWatch watch, Outflow<?> client, Terms terms) {
        this.watch = watch;
        this.client = client;
        this.terms = terms;
    }

    @Override
    public void run() {
        try (watch) {
            pump(System.nanoTime() + terms.time().toNanos());
            client.close();
        } catch (ApiException e) {
            fail(e);
        } catch (Outflow.GoneException e) {
            LOG.log(System.Logger.Level.DEBUG, "Watch ended by its client.", e);
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Watch failed.", e);
            client.abort(e);
        }
    }

    /// Ends the stream in order.
    @Override
    public void close() {
        closed = true;
        watch.close();
    }

    private void pump(long end) throws Outflow.GoneException, InterruptedException {
        while (!closed) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            List<ObjectEvent> events = watch.poll(EVENTS_MAX, Duration.ofNanos(left));
            if (!events.isEmpty()) {
                send(events);
            }
        }
    }

    private void send(List<ObjectEvent> events) throws Outflow.GoneException, InterruptedException {
        if (terms.framed()) {
            for (ObjectEvent event : events) {
                client.write(terms.encoder().encode(event));
                client.await();
            }
            return;
        }
        if (events.size() == 1) {
            client.write(terms.encoder().encode(events.get(0)));
            client.await();
            return;
        }
        ByteArrayOutputStream piece = new ByteArrayOutputStream(16 * 1024);
        for (ObjectEvent event : events) {
            piece.writeBytes(terms.encoder().encode(event));
            if (piece.size() >= PIECE_BYTES_MAX) {
                client.write(piece.toByteArray());
                client.await();
                piece.reset();
            }
        }
        if (piece.size() > 0) {
            client.write(piece.toByteArray());
            client.await();
        }
    }

    /// Tells the client why, unless the stream was closed on purpose.
    private void fail(ApiException failure) {
        try {
            if (!closed) {
                client.write(WatchFrames.error(terms.statuses().failure(failure)));
            }
        } catch (Outflow.GoneException e) {
            LOG.log(System.Logger.Level.DEBUG, "Watch failed after its client left.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
