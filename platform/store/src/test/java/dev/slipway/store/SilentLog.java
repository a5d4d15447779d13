package dev.slipway.store;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Keeps the writer thread's log quiet in tests whose failures are meant.
final class SilentLog implements BeforeAllCallback, AfterAllCallback {
    /// Held, because a logger that nobody holds forgets its level.
    private static final Logger LOG = Logger.getLogger(Committer.class.getName());

    @Override
    public void beforeAll(ExtensionContext context) {
        LOG.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LOG.setLevel(null);
    }
}
