package dev.slipway.provider.client;

import dev.slipway.provider.ProviderException;
import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.process.Connection;
import dev.slipway.provider.process.Methods;
import dev.slipway.provider.wire.Call;
import dev.slipway.provider.wire.Message;
import dev.slipway.provider.wire.MessageWriter;
import dev.slipway.provider.wire.Protocol;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/// Makes the calls of one provider and says what went wrong with them. They have no deadline, for
/// nobody knows how long a database takes to be created; the interrupt of the calling thread ends
/// the wait. Safe for many threads.
final class Calls {
    private final String provider;
    private final Connection connection;
    private final Protocol protocol;
    private final Map<Call, MethodDescriptor<byte[], byte[]>> methods = new EnumMap<>(Call.class);

    Calls(String provider, Connection connection) {
        this.provider = provider;
        this.connection = connection;
        try {
            protocol = Protocol.of(connection.protocolVersion());
        } catch (WireFormatException e) {
            throw new ProviderException("Provider " + provider + ": " + e.getMessage(), e);
        }
        for (Call call : Call.values()) {
            methods.put(call, Methods.unary(protocol.service(), call.method(protocol)));
        }
    }

    Protocol protocol() {
        return protocol;
    }

    Connection connection() {
        return connection;
    }

    /// Makes the call and reads the answer.
    ///
    /// @param about what it is about: a type of resource, a function; empty if it is the provider
    /// @throws ProviderException if there is no answer, or none that can be read
    <T> T make(Call call, String about, MessageWriter request, Function<Message, T> reader) {
        byte[] answer = bytes(call, about, request.toByteArray());
        try {
            return reader.apply(Message.of(answer));
        } catch (WireFormatException e) {
            throw new ProviderException(
                    place(call, about) + " answered what cannot be read: " + e.getMessage(), e);
        }
    }

    byte[] bytes(Call call, String about, byte[] request) {
        try {
            return raw(call, request);
        } catch (StatusRuntimeException e) {
            throw failure(call, about, e);
        }
    }

    /// @throws StatusRuntimeException as gRPC does
    byte[] raw(Call call, byte[] request) {
        MethodDescriptor<byte[], byte[]> method = methods.get(call);
        if (method == null) {
            throw new IllegalStateException("No method for " + call);
        }
        return ClientCalls.blockingUnaryCall(
                connection.channel(), method, CallOptions.DEFAULT, request);
    }

    private ProviderException failure(Call call, String about, StatusRuntimeException e) {
        Status status = e.getStatus();
        String place = place(call, about);
        if (Thread.currentThread().isInterrupted()) {
            return new ProviderException(place + " was given up: interrupted", e);
        }
        if (status.getCode() == Status.Code.UNIMPLEMENTED) {
            return new ProviderException(place + " failed: this provider does not have it", e);
        }
        String end = status.getCode() == Status.Code.UNAVAILABLE ? connection.describeEnd() : "";
        String what = end.isEmpty() ? said(status) : end;
        return new ProviderException(place + " failed: " + what, e);
    }

    private static String said(Status status) {
        String description = status.getDescription();
        return description == null
                ? status.getCode().toString()
                : status.getCode() + " (" + description + ")";
    }

    private String place(Call call, String about) {
        String what = call.method(protocol) + (about.isEmpty() ? "" : " of " + about);
        return "Provider " + provider + ": " + what;
    }
}
