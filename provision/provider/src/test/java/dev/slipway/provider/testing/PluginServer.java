package dev.slipway.provider.testing;

import dev.slipway.provider.Provider;
import dev.slipway.provider.process.Methods;
import dev.slipway.provider.process.OneCertificate;
import dev.slipway.provider.process.PluginCertificate;
import dev.slipway.provider.wire.Call;
import dev.slipway.provider.wire.MessageWriter;
import dev.slipway.provider.wire.Protocol;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Serves a provider as HashiCorp's plugins are served: the provider's calls, a health check, and
/// the call that ends it. Safe for many threads.
final class PluginServer implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 256 << 20;
    private static final byte[] SERVING = new MessageWriter().number(1, 1).toByteArray();

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Server server;
    private final Path socket;
    private final Protocol protocol;
    private final @Nullable PluginCertificate certificate;

    /// @param clientCertificate the only one that may connect, as text; without TLS if `null`
    /// @param onShutdown what is done when a client asks for the end
    PluginServer(
            Protocol protocol,
            Provider provider,
            Path socket,
            @Nullable String clientCertificate,
            Runnable onShutdown)
            throws IOException {
        this.protocol = protocol;
        this.socket = socket;
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                        .channelType(NioServerDomainSocketChannel.class)
                        .bossEventLoopGroup(loops)
                        .workerEventLoopGroup(loops)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .addService(calls(new ServedProvider(protocol, provider)))
                        .addService(health())
                        .addService(controller(onShutdown))
                        .addService(broker());
        certificate =
                clientCertificate == null
                        ? null
                        : PluginCertificate.create(
                                new SecureRandom(), InstantSource.system().instant());
        if (certificate != null && clientCertificate != null) {
            secure(builder, certificate, clientCertificate);
        }
        server = builder.build().start();
    }

    private static void secure(
            NettyServerBuilder builder, PluginCertificate own, String clientCertificate)
            throws IOException {
        try {
            Certificate client =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(
                                            clientCertificate.getBytes(StandardCharsets.US_ASCII)));
            builder.sslContext(
                    GrpcSslContexts.configure(
                                    SslContextBuilder.forServer(own.key(), own.certificate())
                                            .trustManager(new OneCertificate(client.getEncoded()))
                                            .clientAuth(ClientAuth.REQUIRE),
                                    SslProvider.JDK)
                            .build());
        } catch (CertificateException e) {
            throw new IOException("The client's certificate is none", e);
        }
    }

    /// The line by which it announces itself.
    String handshake() {
        String line = "1|" + protocol.version() + "|unix|" + socket + "|grpc|";
        return certificate == null
                ? line
                : line + Base64.getEncoder().withoutPadding().encodeToString(certificate.der());
    }

    private ServerServiceDefinition calls(ServedProvider provider) {
        ServerServiceDefinition.Builder service =
                ServerServiceDefinition.builder(protocol.service());
        for (Call call : Call.values()) {
            service.addMethod(
                    Methods.unary(protocol.service(), call.method(protocol)),
                    ServerCalls.asyncUnaryCall(
                            (byte[] request, StreamObserver<byte[]> response) -> {
                                try {
                                    byte[] answer = provider.answer(call, request);
                                    response.onNext(answer);
                                    response.onCompleted();
                                } catch (RuntimeException e) {
                                    response.onError(
                                            Status.INTERNAL
                                                    .withDescription(e.toString())
                                                    .asRuntimeException());
                                }
                            }));
        }
        return service.build();
    }

    private static ServerServiceDefinition health() {
        String name = "grpc.health.v1.Health";
        return ServerServiceDefinition.builder(name)
                .addMethod(
                        Methods.unary(name, "Check"),
                        ServerCalls.asyncUnaryCall((byte[] _, StreamObserver<byte[]> response) -> {
                            response.onNext(SERVING);
                            response.onCompleted();
                        }))
                .build();
    }

    private static ServerServiceDefinition controller(Runnable onShutdown) {
        String name = "plugin.GRPCController";
        return ServerServiceDefinition.builder(name)
                .addMethod(
                        Methods.unary(name, "Shutdown"),
                        ServerCalls.asyncUnaryCall((byte[] _, StreamObserver<byte[]> response) -> {
                            response.onNext(new byte[0]);
                            response.onCompleted();
                            onShutdown.run();
                        }))
                .build();
    }

    /// Terraform opens this stream and never uses it.
    private static ServerServiceDefinition broker() {
        String name = "plugin.GRPCBroker";
        return ServerServiceDefinition.builder(name)
                .addMethod(
                        Methods.method(MethodType.BIDI_STREAMING, name, "StartStream"),
                        ServerCalls.asyncBidiStreamingCall(
                                (StreamObserver<byte[]> response) -> new Ignored(response)))
                .build();
    }

    private record Ignored(StreamObserver<byte[]> response) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] message) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
            response.onCompleted();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        Future<?> _ = loops.shutdownGracefully();
    }
}
