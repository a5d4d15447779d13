package dev.slipway.store;

/// The key is not as the writer expected.
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long currentRevision;

    public ConflictException(String key, long currentRevision, Expected expected) {
        super(
                "%s: %s (expected: %s)"
                        .formatted(key, describe(currentRevision), describe(expected)));
        this.currentRevision = currentRevision;
    }

    /// The revision the key was found at; 0 if it was absent.
    public long currentRevision() {
        return currentRevision;
    }

    private static String describe(long revision) {
        return revision == 0 ? "absent" : "revision " + revision;
    }

    private static String describe(Expected expected) {
        return switch (expected) {
            case Expected.Absent() -> "absent";
            case Expected.Revision(long revision) -> "revision " + revision;
            case Expected.Anything() -> "anything";
        };
    }
}
