package dev.slipway.http;

/// A door cannot open because its port is in use; the message says which and what to do.
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortTakenException(DoorConfig config, Throwable cause) {
        super(
                "Port "
                        + config.port()
                        + " of the "
                        + config.name()
                        + " door is taken by another program. Stop that program, or choose another"
                        + " port with "
                        + config.flag()
                        + " (0 takes any free one).",
                cause);
    }
}
