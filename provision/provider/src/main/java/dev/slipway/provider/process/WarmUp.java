package dev.slipway.provider.process;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
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
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Connects to itself as to a provider, so that a JVM which remembers what it loaded knows all of
/// it when a provider is really started. Stateless.
public final class WarmUp {
    private static final MethodDescriptor<byte[], byte[]> ECHO = Methods.unary("warm.Up", "Echo");

    private WarmUp() {}

    /// @throws IOException if this system has no Unix sockets
    public static void run(Instant now) throws IOException {
        SecureRandom random = new SecureRandom();
        PluginCertificate own = PluginCertificate.create(random, now);
        PluginCertificate other = PluginCertificate.create(random, now);
        Path folder = Files.createTempDirectory("slipway-");
        Path socket = folder.resolve("s");
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Server server =
                NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                        .channelType(NioServerDomainSocketChannel.class)
                        .bossEventLoopGroup(loops)
                        .workerEventLoopGroup(loops)
                        .directExecutor()
                        .sslContext(
                                GrpcSslContexts.configure(
                                                SslContextBuilder.forServer(
                                                                other.key(), other.certificate())
                                                        .trustManager(new OneCertificate(own.der()))
                                                        .clientAuth(ClientAuth.REQUIRE),
                                                SslProvider.JDK)
                                        .build())
                        .addService(
                                ServerServiceDefinition.builder("warm.Up")
                                        .addMethod(
                                                ECHO,
                                                ServerCalls.asyncUnaryCall((request, answer) -> {
                                                    answer.onNext(request);
                                                    answer.onCompleted();
                                                }))
                                        .build())
                        .build()
                        .start();
        try (Wiring wiring = new Wiring()) {
            ManagedChannel channel =
                    wiring.connect(UnixDomainSocketAddress.of(socket), other.der(), own);
            ClientCalls.blockingUnaryCall(
                    channel,
                    ECHO,
                    CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                    new byte[] {1});
            channel.shutdownNow();
        } finally {
            server.shutdownNow();
            Future<?> _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            Files.deleteIfExists(socket);
            Files.delete(folder);
        }
    }
}
