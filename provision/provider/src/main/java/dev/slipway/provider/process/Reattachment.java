package dev.slipway.provider.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.WireFormatException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.TreeMap;

/// A provider that somebody else started, in a debugger for example, and says so in the environment
/// variable [#VARIABLE]. It is used as it is, without TLS, and never ended. Immutable.
public record Reattachment(int protocolVersion, long pid, SocketAddress address) {
    /// Where providers under development announce themselves.
    public static final String VARIABLE = "TF_REATTACH_PROVIDERS";

    private static final int VERSION_OF_OLD_SDKS = 5;

    /// Reads the value of the variable.
    ///
    /// @throws ProviderException if it is not what it should be
    public static Map<ProviderSource, Reattachment> parse(String json) {
        if (json.isBlank()) {
            return Map.of();
        }
        try {
            Map<ProviderSource, Reattachment> reattachments = new TreeMap<>();
            for (var entry : new ObjectMapper().readTree(json).properties()) {
                reattachments.put(ProviderSource.parse(entry.getKey()), one(entry.getValue()));
            }
            return reattachments;
        } catch (JsonProcessingException | IllegalArgumentException | WireFormatException e) {
            throw new ProviderException(VARIABLE + ": " + e.getMessage(), e);
        }
    }

    private static Reattachment one(JsonNode json) {
        String protocol = json.path("Protocol").asText("grpc");
        if (!protocol.equals("grpc")) {
            throw new WireFormatException("Protocol: " + protocol + " (expected: grpc)");
        }
        JsonNode address = json.path("Addr");
        return new Reattachment(
                json.path("ProtocolVersion").asInt(VERSION_OF_OLD_SDKS),
                json.path("Pid").asLong(),
                Handshake.address(
                        address.path("Network").asText(),
                        address.path("String").asText(),
                        address.toString()));
    }
}
