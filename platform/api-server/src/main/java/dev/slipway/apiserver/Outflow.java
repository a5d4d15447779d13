package dev.slipway.apiserver;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.stream.StreamWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The way to a client that reads at its own pace: a write returns when the client's connection has
/// taken what was written, so that a slow client holds one piece and no more. Used by one thread.
final class Outflow<T> {
    /// The client is gone, or did not read for too long.
    static final class GoneException extends Exception {
        private static final long serialVersionUID = 1;

        GoneException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final StreamWriter<T> writer;
    private final Function<byte[], T> wrap;
    private final Duration patience;

    Outflow(StreamWriter<T> writer, Function<byte[], T> wrap, Duration patience) {
        this.writer = writer;
        this.wrap = wrap;
        this.patience = patience;
    }

    static Outflow<com.linecorp.armeria.common.HttpObject> of(
            StreamWriter<com.linecorp.armeria.common.HttpObject> writer, Duration patience) {
        return new Outflow<>(writer, HttpData::wrap, patience);
    }

    /// The bytes must not be changed afterwards.
    void write(byte[] bytes) throws GoneException, InterruptedException {
        if (!writer.tryWrite(wrap.apply(bytes))) {
            throw new GoneException("The client is gone", new IllegalStateException("closed"));
        }
    }

    /// Waits until the connection has taken everything.
    void await() throws GoneException, InterruptedException {
        CompletableFuture<Void> consumed = writer.whenConsumed();
        if (consumed.isDone() && !consumed.isCompletedExceptionally()) {
            return;
        }
        try {
            consumed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            GoneException gone = new GoneException("The client does not read", e);
            writer.abort(gone);
            throw gone;
        } catch (ExecutionException e) {
            throw new GoneException("The client is gone", e);
        }
    }

    void close() {
        writer.close();
    }

    /// Breaks the stream, so that the client knows it is not whole.
    void abort(Throwable cause) {
        writer.close(cause);
    }
}
