package dev.slipway.provider.process;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Describes gRPC methods whose messages are plain bytes here; what they mean is decided elsewhere.
/// Stateless.
public final class Methods {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] message) {
                    return new ByteArrayInputStream(message);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    try {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw Status.INTERNAL.withCause(e).asRuntimeException();
                    }
                }
            };

    private Methods() {}

    public static MethodDescriptor<byte[], byte[]> unary(String service, String method) {
        return method(MethodDescriptor.MethodType.UNARY, service, method);
    }

    public static MethodDescriptor<byte[], byte[]> method(
            MethodDescriptor.MethodType type, String service, String method) {
        return MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                .build();
    }
}
