package dev.slipway.provider.wire;

import dev.slipway.provider.WireFormatException;

/// The major versions of the provider protocol, and the names by which they differ.
public enum Protocol {
    V5(5, "tfplugin5.Provider"),
    V6(6, "tfplugin6.Provider");

    private final int version;
    private final String service;

    Protocol(int version, String service) {
        this.version = version;
        this.service = service;
    }

    /// @throws WireFormatException if there is no such version
    public static Protocol of(int version) {
        return switch (version) {
            case 5 -> V5;
            case 6 -> V6;
            default ->
                    throw new WireFormatException(
                            "protocol version: " + version + " (expected: 5 or 6)");
        };
    }

    public int version() {
        return version;
    }

    /// The name of the gRPC service.
    public String service() {
        return service;
    }
}
