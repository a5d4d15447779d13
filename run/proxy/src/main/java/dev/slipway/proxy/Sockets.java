package dev.slipway.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;

/// How sockets are opened on this machine: the event loops and the channel classes that go with
/// them.
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes of writes and closes arrive as events.
final class Sockets {
    private static final WriteBufferWaterMark WATER_MARKS =
            new WriteBufferWaterMark(32 << 10, 64 << 10);
    private static final int BACKLOG = 4096;

    private final ProxyConfig.Transport kind;
    private final EventLoopGroup loops;
    private final ByteBufAllocator allocator;
    private final int connectMillis;

    Sockets(ProxyConfig config, int count, ByteBufAllocator allocator) {
        kind = choose(config.transport());
        loops =
                new MultiThreadIoEventLoopGroup(
                        count, new DefaultThreadFactory("proxy", true), handler(kind));
        this.allocator = allocator;
        connectMillis = Math.toIntExact(config.upstreams().connect().toMillis());
    }

    /// The wanted kind, or the best one that works here: epoll, which answers more evenly than
    /// io_uring under load although it costs more CPU.
    static ProxyConfig.Transport choose(ProxyConfig.Transport wanted) {
        if (wanted != ProxyConfig.Transport.BEST) {
            return wanted;
        }
        return isAvailable(ProxyConfig.Transport.EPOLL)
                ? ProxyConfig.Transport.EPOLL
                : ProxyConfig.Transport.NIO;
    }

    /// Whether this machine offers a kind.
    static boolean isAvailable(ProxyConfig.Transport kind) {
        return switch (kind) {
            case IO_URING -> IoUring.isAvailable();
            case EPOLL -> Epoll.isAvailable();
            case NIO, BEST -> true;
        };
    }

    private static IoHandlerFactory handler(ProxyConfig.Transport kind) {
        return switch (kind) {
            case IO_URING -> IoUringIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO, BEST -> NioIoHandler.newFactory();
        };
    }

    private Class<? extends ServerChannel> serverChannel() {
        return switch (kind) {
            case IO_URING -> IoUringServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO, BEST -> NioServerSocketChannel.class;
        };
    }

    private Class<? extends Channel> channel() {
        return switch (kind) {
            case IO_URING -> IoUringSocketChannel.class;
            case EPOLL -> EpollSocketChannel.class;
            case NIO, BEST -> NioSocketChannel.class;
        };
    }

    ProxyConfig.Transport kind() {
        return kind;
    }

    EventLoopGroup loops() {
        return loops;
    }

    /// Listens; accepted channels are spread over the event loops. They begin to read at once where
    /// `readsAtOnce`.
    ChannelFuture bind(
            InetSocketAddress address, boolean readsAtOnce, ChannelInitializer<Channel> accepted) {
        return new ServerBootstrap()
                .group(loops)
                .channel(serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childOption(ChannelOption.AUTO_READ, readsAtOnce)
                .childHandler(accepted)
                .bind(address);
    }

    /// Connects on the worker's own event loop, so that both sides of a request share a thread.
    void connect(
            Worker worker,
            InetSocketAddress address,
            ChannelHandler handler,
            ChannelFutureListener connected) {
        new Bootstrap()
                .group(worker.loop())
                .channel(channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(handler)
                .connect(address)
                .addListener(connected);
    }
}
