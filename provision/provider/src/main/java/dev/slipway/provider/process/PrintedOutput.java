package dev.slipway.provider.process;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;

/// What code inside of a provider prints once the provider serves: it comes over the connection,
/// and the provider stands still if nobody takes it. Used by the thread of the connection.
final class PrintedOutput implements StreamObserver<byte[]> {
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

    /// The text is in a field of its own; the few bytes of framing before it do not matter to a
    /// log.
    @Override
    public void onNext(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(process::log);
    }

    /// Old providers do not have it.
    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
}
