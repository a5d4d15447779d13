package dev.slipway.provider.process;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NegotiationType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes gRPC channels to providers. All share a few threads. The JDK's own sockets and TLS are
/// used: they are there on every system, and the curve of the certificates is one that the native
/// library refuses. Safe for many threads.
final class Wiring implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int MESSAGE_BYTES_MAX = 256 << 20;
    private static final int METADATA_BYTES_MAX = 1 << 20;
    private static final int WINDOW_BYTES = 8 << 20;

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    THREADS,
                    new DefaultThreadFactory("provider-io", true),
                    NioIoHandler.newFactory());

    /// TLS if there is something to trust and somebody to be.
    ManagedChannel connect(
            SocketAddress address, byte @Nullable [] trusted, @Nullable PluginCertificate own) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(address)
                        .eventLoopGroup(loops)
                        .channelType(
                                address instanceof UnixDomainSocketAddress
                                        ? NioDomainSocketChannel.class
                                        : NioSocketChannel.class)
                        .overrideAuthority(PluginCertificate.HOST)
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .maxInboundMetadataSize(METADATA_BYTES_MAX)
                        .flowControlWindow(WINDOW_BYTES)
                        .directExecutor()
                        .disableRetry();
        if (address instanceof UnixDomainSocketAddress) {
            withoutKeepAlive(builder);
        }
        if (trusted == null || own == null) {
            return builder.negotiationType(NegotiationType.PLAINTEXT).build();
        }
        return builder.negotiationType(NegotiationType.TLS)
                .sslContext(context(trusted, own))
                .build();
    }

    /// gRPC sets the option for every socket, and netty warns of it where it means nothing.
    @SuppressWarnings("NullAway") // No value is how netty is told to forget an option.
    private static void withoutKeepAlive(NettyChannelBuilder builder) {
        builder.withOption(ChannelOption.SO_KEEPALIVE, null);
    }

    private static SslContext context(byte[] trusted, PluginCertificate own) {
        try {
            return GrpcSslContexts.configure(
                            SslContextBuilder.forClient()
                                    .keyManager(own.key(), own.certificate())
                                    .trustManager(new OneCertificate(trusted)),
                            SslProvider.JDK)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("This JDK lacks TLS as providers speak it", e);
        }
    }

    @Override
    public void close() {
        Future<?> _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
