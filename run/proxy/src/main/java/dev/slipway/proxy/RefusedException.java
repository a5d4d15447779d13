package dev.slipway.proxy;

/// A head or body that breaks the rules of HTTP/1.1 or a limit. Carries no stack trace: it is
/// thrown on the way of whatever clients send.
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    RefusedException(Refusal refusal, String text) {
        super(text, null, false, false);
        this.refusal = refusal;
    }

    static RefusedException malformed(String text) {
        return new RefusedException(Refusal.MALFORMED, text);
    }

    Refusal refusal() {
        return refusal;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
