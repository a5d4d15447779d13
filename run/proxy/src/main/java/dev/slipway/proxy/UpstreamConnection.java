package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;

/// A connection to an endpoint: reads responses and hands them to the user it works for.
///
/// ```
///  CONNECTING ──▶ IDLE ──begin──▶ HEAD ──final head──▶ BODY ──last byte──▶ IDLE
///                                 ▲   │                  (user gone: CLOSED)
///                                 └───┘ interim response
///                                 HEAD ──101──▶ CLOSED (a tunnel takes the channel over)
/// ```
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes of writes and closes arrive as events.
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(UpstreamConnection.class.getName());

    /// A body up to this size is copied behind its head, so that both leave in one system call.
    private static final int INLINE_BYTES_MAX = 8 << 10;

    private enum Phase {
        CONNECTING,
        IDLE,
        HEAD,
        BODY,
        CLOSED
    }

    private final UpstreamPool pool;
    private final Worker worker;
    private final BodyFraming framing = new BodyFraming();
    private @Nullable UpstreamUser user;
    private @Nullable ChannelHandlerContext context;
    private @Nullable UpstreamUser relayedTo;
    private @Nullable ByteBuf held;
    private Phase phase = Phase.CONNECTING;
    private boolean keepAlive;
    private boolean reading = true;
    private boolean unflushed;
    private long idleSince;

    UpstreamConnection(UpstreamPool pool, UpstreamUser user) {
        this.pool = pool;
        this.worker = pool.worker();
        this.user = user;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    /// The outcome of connecting; a user that has given up by then leaves the connection to the
    /// pool.
    void connected(ChannelFuture outcome) {
        UpstreamUser waiting = user;
        user = null;
        if (!outcome.isSuccess()) {
            phase = Phase.CLOSED;
            if (waiting != null) {
                waiting.connectFailed(outcome.cause());
            }
            return;
        }
        worker.counters().upstream(1);
        outcome.channel().closeFuture().addListener(closed -> worker.counters().upstream(-1));
        pool.upstream().connected();
        phase = Phase.IDLE;
        if (waiting == null) {
            pool.release(this, worker.now());
        } else {
            waiting.connected(this);
        }
    }

    UpstreamPool pool() {
        return pool;
    }

    long idleSince() {
        return idleSince;
    }

    void idleSince(long nanos) {
        idleSince = nanos;
    }

    /// Works for a user from here to the end of its response.
    void begin(UpstreamUser next) {
        user = next;
        phase = Phase.HEAD;
        keepAlive = false;
    }

    /// The user has given up while connecting.
    void abandon() {
        user = null;
    }

    ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("upstream connection: not in a pipeline");
        }
        return context;
    }

    boolean isWritable() {
        return context().channel().isWritable();
    }

    void write(ByteBuf message) {
        context().write(message, context().voidPromise());
        unflushed = true;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            context().flush();
        }
    }

    void reading(boolean value) {
        if (reading != value) {
            reading = value;
            context().channel().config().setAutoRead(value);
        }
    }

    /// Ends the connection and tells nobody.
    void close() {
        user = null;
        boolean wasConnecting = phase == Phase.CONNECTING;
        phase = Phase.CLOSED;
        if (!wasConnecting && context != null) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext unused, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        UpstreamUser current = user;
        if (current == null) {
            arrived.release();
            close();
            return;
        }
        relayedTo = current;
        current.progress();
        consume(join(arrived), current);
    }

    private ByteBuf join(ByteBuf arrived) {
        ByteBuf before = held;
        if (before == null) {
            return arrived;
        }
        held = null;
        return Buffers.join(worker.allocator(), before, arrived);
    }

    private void consume(ByteBuf buffer, UpstreamUser current) {
        try {
            while (phase == Phase.HEAD && worker.responses().read(buffer)) {
                onHead(worker.responses().head(), buffer, current);
            }
            if (phase == Phase.BODY && buffer.isReadable()) {
                onBody(buffer, current);
            } else if (phase == Phase.HEAD && buffer.isReadable()) {
                held = buffer.retain();
            }
        } catch (RefusedException refused) {
            close();
            current.broken(refused.text());
        } finally {
            buffer.release();
        }
    }

    private void onHead(ResponseHead head, ByteBuf buffer, UpstreamUser current) {
        if (head.status() == 101) {
            phase = Phase.CLOSED;
            user = null;
            current.switchProtocols(head, this, buffer);
        } else if (head.isInterim()) {
            current.interim(head);
        } else {
            phase = Phase.BODY;
            keepAlive = head.keepAlive();
            current.frame(head, framing);
            relayFirst(buffer, current);
        }
    }

    /// Sends the head, which the user has written, with as much of the body as is there.
    private void relayFirst(ByteBuf buffer, UpstreamUser current) {
        HeadBuffer out = worker.out();
        boolean plain = !current.unchunks();
        int inline = Math.min(buffer.readableBytes(), INLINE_BYTES_MAX);
        ByteBuf first = worker.allocator().directBuffer(out.length() + inline);
        out.copyTo(first);
        if (plain && buffer.readableBytes() <= INLINE_BYTES_MAX) {
            int n = framing.take(buffer, null);
            first.writeBytes(buffer, n);
        }
        current.relay(first);
        if (framing.isDone()) {
            finish(buffer, current);
        }
    }

    private void onBody(ByteBuf buffer, UpstreamUser current) {
        if (current.unchunks()) {
            ByteBuf payload = worker.allocator().directBuffer(buffer.readableBytes());
            buffer.skipBytes(framing.take(buffer, payload));
            current.relay(payload);
        } else {
            int n = framing.take(buffer, null);
            current.relay(
                    n == buffer.readableBytes() ? whole(buffer) : buffer.readRetainedSlice(n));
        }
        if (framing.isDone()) {
            finish(buffer, current);
        }
    }

    /// The buffer itself for another owner, with nothing left to read for us.
    private static ByteBuf whole(ByteBuf buffer) {
        return buffer.readRetainedSlice(buffer.readableBytes());
    }

    private void finish(ByteBuf buffer, UpstreamUser current) {
        boolean reusable = keepAlive && !buffer.isReadable();
        user = null;
        phase = Phase.IDLE;
        reading(true);
        current.responseDone(this, reusable);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext unused) {
        flushRelayed();
    }

    private void flushRelayed() {
        UpstreamUser told = relayedTo;
        if (told != null) {
            relayedTo = null;
            told.flushRelayed();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext unused) {
        UpstreamUser current = user;
        if (current != null) {
            current.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext unused) {
        ByteBuf unread = held;
        held = null;
        UpstreamUser current = user;
        user = null;
        Phase before = phase;
        phase = Phase.CLOSED;
        if (before == Phase.IDLE) {
            pool.closed(this);
        }
        if (current != null) {
            relayedTo = current;
            if (before == Phase.BODY && framing.isUntilClose()) {
                current.responseDone(this, false);
            } else {
                current.lost(unread != null);
            }
        }
        if (unread != null) {
            unread.release();
        }
        flushRelayed();
    }

    /// A write that fails leaves the reading side open: an answer such as 413 may be on its way.
    /// What ends the connection arrives as `channelInactive`.
    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.log(
                    Logger.Level.WARNING,
                    "Upstream connection failed address=" + pool.upstream(),
                    cause);
            context().close();
        }
    }
}
