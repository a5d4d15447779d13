package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes bytes between two channels of one event loop, both ways, until both ends have said all
/// they have to say. An end that stops sending may still receive; a slow end slows the other one
/// down.
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes of writes and closes arrive as events.
final class Tunnel implements Tracked {
    /// Told once, when the tunnel has ended, how many bytes went each way.
    interface Log {
        void ended(long fromClient, long toClient);
    }

    private final Worker worker;
    private final Log log;
    private final List<End> ends = new ArrayList<>(2);
    private long progressNanos;
    private boolean ended;

    Tunnel(Worker worker, Log log) {
        this.worker = worker;
        this.log = log;
        progressNanos = worker.now();
    }

    /// Takes both channels over; their handlers leave the pipelines.
    void join(ChannelHandlerContext client, ChannelHandlerContext upstream) {
        End clientEnd = new End(client.channel());
        End upstreamEnd = new End(upstream.channel());
        clientEnd.other = upstreamEnd;
        upstreamEnd.other = clientEnd;
        ends.add(clientEnd);
        ends.add(upstreamEnd);
        worker.add(this);
        client.pipeline().replace(client.handler(), null, clientEnd);
        upstream.pipeline().replace(upstream.handler(), null, upstreamEnd);
        ends.forEach(End::begin);
        if (ends.stream().anyMatch(end -> !end.channel.isActive())) {
            abort();
            end();
        }
    }

    /// Sends what had been read before the tunnel began.
    void send(@Nullable ByteBuf fromClient, ByteBuf fromUpstream) {
        if (fromClient != null) {
            ends.get(0).pass(fromClient);
        }
        ends.get(1).pass(fromUpstream);
        ends.forEach(end -> end.channel.flush());
    }

    private void end() {
        if (!ended) {
            ended = true;
            worker.remove(this);
            log.ended(ends.get(0).passed, ends.get(1).passed);
        }
    }

    @Override
    public void tick(long now) {
        if (now - progressNanos > worker.config().clients().timeouts().tunnelIdle().toNanos()) {
            abort();
        }
    }

    @Override
    public void adopted(RoutingTable table) {}

    @Override
    public void drain() {}

    @Override
    public void abort() {
        ends.forEach(end -> end.channel.close());
    }

    /// One of the two channels.
    private final class End extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private @Nullable End other;
        private boolean finished;
        private long passed;

        End(Channel channel) {
            this.channel = channel;
        }

        private End other() {
            if (other == null) {
                throw new IllegalStateException("tunnel: not joined");
            }
            return other;
        }

        void begin() {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            channel.config().setAutoRead(other().channel.isWritable());
        }

        void pass(ByteBuf bytes) {
            passed += bytes.readableBytes();
            progressNanos = worker.now();
            Channel target = other().channel;
            target.write(bytes, target.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            pass((ByteBuf) message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other().channel.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            other().channel.config().setAutoRead(channel.isWritable());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent && !finished) {
                finished = true;
                if (other().finished) {
                    closeAfterFlush(other().channel);
                    closeAfterFlush(channel);
                } else {
                    shutdownAfterFlush(other().channel);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            finished = true;
            closeAfterFlush(other().channel);
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            channel.close();
        }
    }

    private static void closeAfterFlush(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// TLS has no half-closed connections that could be relied on, so there the other direction
    /// ends too.
    private static void shutdownAfterFlush(Channel channel) {
        if (channel.pipeline().get(SslHandler.class) != null) {
            closeAfterFlush(channel);
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(sent -> ((DuplexChannel) channel).shutdownOutput());
        }
    }
}
