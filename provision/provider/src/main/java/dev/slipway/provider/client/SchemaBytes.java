package dev.slipway.provider.client;

import dev.slipway.provider.wire.Protocol;
import dev.slipway.provider.wire.WireSchema;

/// What a provider said of itself, as it said it, to be kept. The bytes must not be changed.
public record SchemaBytes(Protocol protocol, byte[] schema, byte[] identities) {
    /// @throws dev.slipway.provider.WireFormatException if these are no schemas
    public WireSchema open() {
        return new WireSchema(protocol, schema, identities);
    }
}
