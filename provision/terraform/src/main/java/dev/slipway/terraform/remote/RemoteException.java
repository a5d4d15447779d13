package dev.slipway.terraform.remote;

/// Another machine cannot be reached, or does not do what it is asked for. The message is a
/// sentence for people, and says nothing secret.
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RemoteException(String message) {
        super(message);
    }

    public RemoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
