package dev.slipway.record;

/// A template that cannot be used; the message says why, for whoever wrote it.
public final class MessageTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MessageTemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
