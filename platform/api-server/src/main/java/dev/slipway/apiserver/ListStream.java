package dev.slipway.apiserver;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.ObjectList;
import dev.slipway.api.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;

/// Lists of whole objects: a small one is answered at once, a big one is written piece by piece as
/// the client takes it, so that it is never in memory a second time.
final class ListStream {
    private static final int AT_ONCE_MAX = 64;
    private static final int PIECE_BYTES = 64 * 1024;

    private final Streams streams;

    ListStream(Streams streams) {
        this.streams = streams;
    }

    HttpResponse answer(Call call, KindDefinition kind, ObjectList list) {
        if (list.items().size() <= AT_ONCE_MAX) {
            return Replies.json(call, HttpStatus.OK, ListDocuments.whole(kind, list));
        }
        boolean gzip = call.acceptsGzip();
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(HttpStatus.OK)
                        .contentType(Replies.JSON)
                        .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        if (gzip) {
            headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
            headers.set(HttpHeaderNames.VARY, "Accept-Encoding");
        }
        return streams.respond(
                call.context(),
                headers.build(),
                streams.enter(),
                client -> new Writer(kind, list, client, gzip));
    }

    private static final class Writer implements Streams.Body {
        private static final System.Logger LOG = System.getLogger(ListStream.class.getName());

        private final KindDefinition kind;
        private final ObjectList list;
        private final Outflow<HttpObject> client;
        private final boolean gzip;
        private volatile boolean closed;

        Writer(KindDefinition kind, ObjectList list, Outflow<HttpObject> client, boolean gzip) {
            this.kind = kind;
            this.list = list;
            this.client = client;
            this.gzip = gzip;
        }

        @Override
        public void run() {
            try (OutputStream pieces = new Pieces(client);
                    OutputStream out = gzip ? new Replies.FastGzip(pieces) : pieces) {
                write(out);
            } catch (IOException e) {
                // The end of the list is missing, so the client must see the stream break.
                LOG.log(System.Logger.Level.DEBUG, "List ended early.", e);
                client.abort(e);
                return;
            }
            client.close();
        }

        @Override
        public void close() {
            closed = true;
        }

        private void write(OutputStream out) throws IOException {
            out.write(ListDocuments.head(kind, list));
            List<StoredObject> items = list.items();
            for (int i = 0; i < items.size(); i++) {
                if (closed) {
                    throw new IOException("The list was cut off");
                }
                if (i > 0) {
                    out.write(',');
                }
                out.write(items.get(i).bytes());
            }
            out.write(ListDocuments.TAIL);
        }
    }

    /// Collects bytes into pieces and hands each on when the one before is taken.
    private static final class Pieces extends OutputStream {
        private final Outflow<HttpObject> client;
        private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE_BYTES);

        Pieces(Outflow<HttpObject> client) {
            this.client = client;
        }

        @Override
        public void write(int b) throws IOException {
            piece.write(b);
            sendIfFull();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            piece.write(bytes, offset, length);
            sendIfFull();
        }

        @Override
        public void close() throws IOException {
            if (piece.size() > 0) {
                send();
            }
        }

        private void sendIfFull() throws IOException {
            if (piece.size() >= PIECE_BYTES) {
                send();
            }
        }

        private void send() throws IOException {
            try {
                client.write(piece.toByteArray());
                client.await();
            } catch (Outflow.GoneException e) {
                throw new IOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException().initCause(e);
            }
            piece.reset();
        }
    }
}
