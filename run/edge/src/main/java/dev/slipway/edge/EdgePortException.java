package dev.slipway.edge;

/// The edge cannot listen on its port; the message says why and what to do.
public final class EdgePortException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EdgePortException(String address, int port, String reason) {
        super(
                "The edge cannot listen on "
                        + address
                        + ":"
                        + port
                        + ": "
                        + reason
                        + ". Choose another port with --edge-port, or 0 for any free one.");
    }
}
