package dev.slipway.analysis;

/// An analysis that cannot be carried out as it is written. The message is for people.
public final class AnalysisException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AnalysisException(String message) {
        super(message);
    }
}
