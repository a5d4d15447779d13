package dev.slipway.provider.client;

import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.process.Connection;
import dev.slipway.provider.wire.Call;
import dev.slipway.provider.wire.Diagnosis;
import dev.slipway.provider.wire.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;

/// Asks a running provider for its schemas. Stateless.
public final class SchemaFetch {
    private static final int SCHEMA_DIAGNOSTICS = 4;
    private static final int IDENTITY_DIAGNOSTICS = 2;

    private SchemaFetch() {}

    /// @throws ProviderException if the provider does not say, or complains of itself
    public static SchemaBytes fetch(String provider, Connection connection) {
        Calls calls = new Calls(provider, connection);
        byte[] schema = calls.bytes(Call.GET_SCHEMA, "", new byte[0]);
        byte[] identities = identities(calls);
        refuseErrors(provider, schema, SCHEMA_DIAGNOSTICS);
        refuseErrors(provider, identities, IDENTITY_DIAGNOSTICS);
        return new SchemaBytes(calls.protocol(), schema, identities);
    }

    /// Providers made before identities do not have the call.
    private static byte[] identities(Calls calls) {
        try {
            return calls.raw(Call.GET_IDENTITY_SCHEMAS, new byte[0]);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
                return new byte[0];
            }
            return calls.bytes(Call.GET_IDENTITY_SCHEMAS, "", new byte[0]);
        }
    }

    private static void refuseErrors(String provider, byte[] answer, int diagnostics) {
        try {
            List<ProviderDiagnostic> all = Diagnosis.read(Message.of(answer).messages(diagnostics));
            for (ProviderDiagnostic each : all) {
                if (each.isError()) {
                    throw new ProviderException(
                            "Provider "
                                    + provider
                                    + " has a wrong schema: "
                                    + each.summary()
                                    + (each.detail().isEmpty() ? "" : ": " + each.detail()));
                }
            }
        } catch (WireFormatException e) {
            throw new ProviderException(
                    "Provider " + provider + " has a schema that cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
