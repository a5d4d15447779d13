package dev.slipway.proxy;

/// A process that serves: a literal address, a port, and the revision it runs (a label, empty where
/// it does not matter). A draining endpoint gets no new request; those it has may finish.
public record Endpoint(String address, int port, String revision, boolean draining) {
    public Endpoint {
        Checks.literalAddress("endpoint address", address);
        Checks.range("endpoint port", port, 1, 65535);
    }
}
