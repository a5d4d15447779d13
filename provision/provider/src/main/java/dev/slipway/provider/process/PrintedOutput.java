package dev.slipway.provider.process;

import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.wire.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;

/// What code inside of a provider prints once the provider serves: it comes over the connection,
/// and the provider stands still if nobody takes it. Used by the thread of the connection.
final class PrintedOutput implements StreamObserver<byte[]> {
    private static final int TEXT = 2;

    private final ProviderProcess process;

    private PrintedOutput(ProviderProcess process) {
        this.process = process;
    }

    static void follow(Channel channel, ProviderProcess process) {
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(
                        Methods.method(
                                MethodType.SERVER_STREAMING, "plugin.GRPCStdio", "StreamStdio"),
                        CallOptions.DEFAULT),
                new byte[0],
                new PrintedOutput(process));
    }

    @Override
    public void onNext(byte[] message) {
        try {
            String text = Message.of(message).text(TEXT);
            text.lines().filter(line -> !line.isBlank()).forEach(process::log);
        } catch (WireFormatException e) {
            process.log("(printed something unreadable: " + e.getMessage() + ")");
        }
    }

    /// Old providers do not have it.
    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
}
