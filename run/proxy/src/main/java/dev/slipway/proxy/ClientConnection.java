package dev.slipway.proxy;

import dev.slipway.proxy.ResponseWriter.Persistence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;

/// A client's HTTP connection: reads requests one after the other and hands each to the exchange.
///
/// ```
///                 head                 last byte of body
///  HEAD ─────────────────────▶ BODY ─────────────────────▶ RESPONSE
///   ▲ │                         │                             │
///   │ │ malformed, too slow     │ malformed, too slow         │ response done
///   │ ▼                         ▼                             │
///   │ LINGER ──▶ CLOSED  ◀──────┴──────── not persistent ─────┤
///   └─────────────────────────────────────────────────────────┘
/// ```
///
/// LINGER: an answer is out and the connection will close, but the client may still be sending;
/// closing now would reset the connection and could destroy the answer before it is read. So what
/// comes is thrown away for a while.
///
/// Requests that arrive early (pipelining) wait in `held`, unread, and no more is read until their
/// turn.
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes of writes and closes arrive as events.
final class ClientConnection extends ChannelInboundHandlerAdapter implements Tracked {
    private static final Logger LOG = System.getLogger(ClientConnection.class.getName());

    /// A refused request's body up to this size is read to its end, so that the connection can be
    /// kept.
    private static final long DISCARD_BYTES_MAX = 64 << 10;

    private enum Phase {
        HEAD,
        BODY,
        RESPONSE,
        LINGER,
        CLOSED
    }

    private final Worker worker;
    private final HostLookup hosts;
    private final RequestWriter.Client requester;
    private final ClientClock clock;
    private final Exchange exchange;
    private final BodyFraming framing = new BodyFraming();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf held;
    private Phase phase = Phase.HEAD;
    private boolean reading = true;
    private boolean unflushed;
    private boolean closing;
    private boolean expectsContinue;
    private long bodyBytes;

    ClientConnection(Worker worker, String listenerId, RequestWriter.Client requester) {
        this.worker = worker;
        this.requester = requester;
        hosts = new HostLookup(worker, listenerId);
        clock = new ClientClock(worker.config(), worker.now());
        exchange = new Exchange(worker, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        worker.add(this);
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("client connection: not in a pipeline");
        }
        return context;
    }

    private Channel channel() {
        return context().channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext unused, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        if (phase == Phase.LINGER || phase == Phase.CLOSED) {
            arrived.release();
            return;
        }
        ByteBuf early = held;
        if (early == null) {
            consume(arrived);
            return;
        }
        held = null;
        boolean worthReading =
                phase == Phase.HEAD
                        && (HeadReader.mayComplete(arrived)
                                || early.readableBytes()
                                        >= worker.config().clients().head().requestLineBytesMax());
        ByteBuf joined = Buffers.join(worker.allocator(), early, arrived);
        if (worthReading) {
            consume(joined);
        } else {
            held = joined;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext unused) {
        flush();
    }

    /// Takes requests from the buffer until it is used up or the next one has to wait.
    private void consume(ByteBuf buffer) {
        try {
            boolean more = true;
            while (more && buffer.isReadable()) {
                more = step(buffer);
            }
            if (buffer.isReadable() && phase != Phase.LINGER && phase != Phase.CLOSED) {
                held = buffer.retain();
            }
        } catch (RefusedException refused) {
            refuse(refused);
        } finally {
            buffer.release();
        }
        updateReading();
    }

    /// Advances by a head or a part of a body; false where that is not possible now.
    private boolean step(ByteBuf buffer) {
        return switch (phase) {
            case HEAD -> readHead(buffer);
            case BODY -> {
                readBody(buffer);
                yield true;
            }
            case RESPONSE, LINGER, CLOSED -> false;
        };
    }

    private boolean readHead(ByteBuf buffer) {
        int start = buffer.readerIndex();
        if (!worker.requests().read(buffer)) {
            clock.headBegins(worker.now());
            return false;
        }
        clock.headEnds();
        RequestHead head = worker.requests().head();
        if (head.chunked()) {
            framing.chunked();
        } else {
            framing.fixed(Math.max(head.contentLength(), 0));
        }
        phase = framing.isDone() ? Phase.RESPONSE : Phase.BODY;
        expectsContinue = head.expectsContinue() && phase == Phase.BODY;
        bodyBytes = 0;
        checkBodySize(head.contentLength());
        exchange.begin(head, buffer.readerIndex() - start);
        return true;
    }

    private void readBody(ByteBuf buffer) {
        int n = framing.take(buffer, null);
        bodyBytes += n;
        checkBodySize(bodyBytes);
        clock.progress(worker.now());
        boolean done = framing.isDone();
        if (exchange.isIdle()) {
            buffer.skipBytes(n);
            phase = done ? Phase.HEAD : Phase.BODY;
            return;
        }
        phase = done ? Phase.RESPONSE : Phase.BODY;
        exchange.requestBody(buffer.readRetainedSlice(n));
    }

    private void checkBodySize(long bytes) {
        long max = worker.config().clients().bodyBytesMax();
        if (max > 0 && bytes > max) {
            throw new RefusedException(
                    Refusal.BODY_TOO_LARGE, "request body: more than " + max + " bytes");
        }
    }

    /// Answers what is wrong with the bytes that came; the connection cannot be understood any
    /// further.
    private void refuse(RefusedException refused) {
        closing = true;
        worker.counters().malformed();
        if (!exchange.isIdle()) {
            exchange.refuse(refused);
            return;
        }
        HeadBuffer out = worker.out();
        new LocalAnswers(out, Persistence.CLOSES, false).refuse(refused.refusal(), refused.text());
        ByteBuf answer = worker.allocator().directBuffer(out.length());
        out.copyTo(answer);
        write(answer);
        linger();
    }

    RequestWriter.Client requester() {
        return requester;
    }

    RouteTable.@Nullable Entry route(RequestHead head) {
        return hosts.find(head);
    }

    boolean isRequestComplete() {
        return phase == Phase.RESPONSE;
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    /// Whether another request may follow on this connection.
    boolean mayPersist() {
        return !closing && !worker.isDraining();
    }

    /// Whether another request may follow an answer that did not wait for the request's body.
    boolean mayContinueAfterAnswer() {
        return mayPersist()
                && (phase == Phase.RESPONSE
                        || (!expectsContinue && framing.remaining() <= DISCARD_BYTES_MAX));
    }

    void write(ByteBuf message) {
        context().write(message, context().voidPromise());
        unflushed = true;
    }

    /// Sends what is waiting, to the client and to the endpoint.
    void flush() {
        if (unflushed) {
            unflushed = false;
            context().flush();
        }
        exchange.flush();
    }

    /// The exchange is done with the request; what is left of its body, if the connection is kept,
    /// is thrown away.
    void responseFinished(boolean keep) {
        if (!keep) {
            finish();
            return;
        }
        clock.progress(exchange.progressNanos());
        if (phase == Phase.RESPONSE) {
            phase = Phase.HEAD;
            ByteBuf early = held;
            held = null;
            if (early != null) {
                consume(early);
            }
        }
    }

    private void finish() {
        if (phase == Phase.RESPONSE && held == null) {
            phase = Phase.CLOSED;
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else if (phase != Phase.CLOSED) {
            linger();
        }
    }

    private void closeAfterFlush() {
        phase = Phase.CLOSED;
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void linger() {
        phase = Phase.LINGER;
        clock.lingerBegins(worker.now());
        releaseHeld();
        unflushed = false;
        if (channel() instanceof DuplexChannel duplex && !requester.secure()) {
            context()
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(sent -> duplex.shutdownOutput());
        } else {
            context().flush();
        }
        updateReading();
    }

    /// Reads on unless what comes could not be passed on.
    void updateReading() {
        boolean wanted =
                switch (phase) {
                    case HEAD, LINGER -> true;
                    case BODY -> exchange.wantsBody();
                    case RESPONSE -> held == null;
                    case CLOSED -> reading;
                };
        if (wanted != reading) {
            reading = wanted;
            channel().config().setAutoRead(wanted);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext unused) {
        exchange.clientWritable(channel().isWritable());
    }

    @Override
    public void tick(long now) {
        if (clock.isStalledReader(now, channel())) {
            abort();
            return;
        }
        switch (phase) {
            case HEAD -> tickHead(now);
            case BODY, RESPONSE -> tickExchange(now);
            case LINGER -> {
                if (clock.isLingerOver(now)) {
                    context().close();
                }
            }
            case CLOSED -> {}
        }
    }

    private void tickHead(long now) {
        if (clock.isHeadLate(now)) {
            refuse(new RefusedException(Refusal.HEAD_TIMEOUT, "request head: took too long"));
        } else if (clock.isIdleTooLong(now)) {
            context().close();
        }
    }

    private void tickExchange(long now) {
        if (phase == Phase.BODY && reading && clock.isStalledBody(now)) {
            refuse(new RefusedException(Refusal.HEAD_TIMEOUT, "request body: stalled"));
        } else if (!exchange.isIdle() && clock.isSilent(now, exchange.progressNanos())) {
            exchange.silent();
        }
    }

    @Override
    public void adopted(RoutingTable table) {
        if (!hosts.adopt(table)) {
            drain();
        }
    }

    @Override
    public void drain() {
        closing = true;
        if (phase == Phase.HEAD && held == null) {
            closeAfterFlush();
        }
    }

    /// Closes in a way that nobody takes for the end of a response.
    @Override
    public void abort() {
        phase = Phase.CLOSED;
        if (!requester.secure()) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        context().close();
    }

    /// Hands the channel over to a tunnel.
    void tunnelTo(ChannelHandlerContext upstream, ByteBuf behindHead, Tunnel.Log log) {
        ByteBuf early = held;
        held = null;
        phase = Phase.CLOSED;
        worker.remove(this);
        flush();
        Tunnel tunnel = new Tunnel(worker, log);
        tunnel.join(context(), upstream);
        tunnel.send(early, behindHead.readRetainedSlice(behindHead.readableBytes()));
    }

    private void releaseHeld() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext unused) {
        phase = Phase.CLOSED;
        worker.remove(this);
        exchange.clientGone();
        releaseHeld();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.log(Logger.Level.DEBUG, "Client connection failed", cause);
        }
        abort();
    }
}
