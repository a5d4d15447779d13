package dev.slipway.apiserver;

import com.linecorp.armeria.common.HttpObject;
import dev.slipway.model.ApiException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One client's view of a container's output: passes on what the reader gives, at the client's
/// pace, until either ends. A virtual thread runs it; [#close()] may be called by any other.
final class LogStream implements Streams.Body {
    private static final System.Logger LOG = System.getLogger(LogStream.class.getName());
    private static final Duration WAIT = Duration.ofMinutes(1);

    private final PodLogs.Reader reader;
    private final Outflow<HttpObject> client;
    private final @Nullable Long bytesMax;
    private volatile boolean closed;

    LogStream(PodLogs.Reader reader, Outflow<HttpObject> client, @Nullable Long bytesMax) {
        this.reader = reader;
        this.client = client;
        this.bytesMax = bytesMax;
    }

    @Override
    public void run() {
        try (reader) {
            pass();
        } catch (Outflow.GoneException e) {
            LOG.log(System.Logger.Level.DEBUG, "Log ended by its client.", e);
        } catch (ApiException e) {
            LOG.log(System.Logger.Level.DEBUG, "Log ended.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Log cannot be read.", e);
        } finally {
            client.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.close();
    }

    private void pass() throws Outflow.GoneException, InterruptedException {
        long left = bytesMax == null ? Long.MAX_VALUE : bytesMax;
        while (!closed && left > 0) {
            byte[] output = reader.read(WAIT);
            if (output == null) {
                return;
            }
            if (output.length == 0) {
                continue;
            }
            byte[] piece = output.length <= left ? output : Arrays.copyOf(output, (int) left);
            left -= piece.length;
            client.write(piece);
            client.await();
        }
    }
}
