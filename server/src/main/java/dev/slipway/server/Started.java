package dev.slipway.server;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has been started, to be closed in reverse. All are closed even if some fail; the first
/// failure is thrown, the others are suppressed in it. Used by one thread at a time.
final class Started implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        ServerException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = new ServerException("A part of the server did not close cleanly", e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
