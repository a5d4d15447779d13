package dev.slipway.scrape.http;

import dev.slipway.scrape.http.BodyReceiver.Received;
import dev.slipway.scrape.http.FetchException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// Decompresses a body that is here as a whole, up to a limit: few bytes may stand for very many.
final class Gzip {
    private static final int BUFFER_BYTES = 8 << 10;
    private static final int GROWTH = 8;

    private Gzip() {}

    static Received inflate(Received compressed, int bytesMax, int bytesExpected) {
        ByteArrayInputStream source =
                new ByteArrayInputStream(compressed.bytes(), 0, compressed.length());
        long guess = Math.max(bytesExpected, (long) GROWTH * compressed.length());
        byte[] bytes = new byte[Math.clamp(guess, 1, bytesMax)];
        int length = 0;
        try (GZIPInputStream stream = new GZIPInputStream(source, BUFFER_BYTES)) {
            while (true) {
                if (length == bytes.length) {
                    int next = stream.read();
                    if (next < 0) {
                        return new Received(bytes, length);
                    }
                    bytes = Arrays.copyOf(bytes, larger(bytes.length, bytesMax));
                    bytes[length++] = (byte) next;
                }
                int read = stream.read(bytes, length, bytes.length - length);
                if (read < 0) {
                    return new Received(bytes, length);
                }
                length += read;
            }
        } catch (IOException e) {
            throw new FetchException(
                    Reason.MALFORMED, "body is not the gzip it says it is: " + e.getMessage(), e);
        }
    }

    private static int larger(int length, int bytesMax) {
        if (length >= bytesMax) {
            throw new FetchException(
                    Reason.TOO_LARGE, "body exceeds the limit of " + bytesMax + " bytes");
        }
        return (int) Math.min(bytesMax, 2L * length);
    }
}
