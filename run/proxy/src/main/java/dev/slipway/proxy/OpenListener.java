package dev.slipway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SniHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A listening socket and what becomes of the connections it accepts.
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes of writes and closes arrive as events.
final class OpenListener extends ChannelInitializer<Channel> {
    private static final int CLIENT_HELLO_BYTES_MAX = 16 << 10;
    private static final long HANDSHAKE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Listener listener;
    private final Workers workers;
    private volatile ServerCertificates certificates = ServerCertificates.NONE;
    private @Nullable Channel server;

    OpenListener(Listener listener, Workers workers) {
        this.listener = listener;
        this.workers = workers;
    }

    /// Whether another snapshot's listener is this one.
    boolean isSameAs(Listener other) {
        return listener.id().equals(other.id())
                && listener.getClass() == other.getClass()
                && listener.address().equals(other.address())
                && listener.port() == other.port();
    }

    /// The certificates that handshakes from now on are made with.
    void certificates(ServerCertificates next) {
        certificates = next;
    }

    ServerCertificates certificates() {
        return certificates;
    }

    ListenerState open(Sockets sockets) {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.ofLiteral(listener.address()), listener.port());
        boolean readsAtOnce = !(listener instanceof Listener.Tcp);
        ChannelFuture bound = sockets.bind(address, readsAtOnce, this).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            return new ListenerState.PortUnavailable(reason(bound.cause()));
        }
        server = bound.channel();
        return bound(server);
    }

    private static ListenerState.Bound bound(Channel server) {
        return new ListenerState.Bound(((InetSocketAddress) server.localAddress()).getPort());
    }

    private String reason(Throwable cause) {
        String place = listener.address() + ":" + listener.port();
        String text = String.valueOf(cause.getMessage());
        if (text.contains("in use")) {
            return place + ": in use by another process or listener";
        }
        if (text.contains("denied") || text.contains("not permitted")) {
            return place + ": not allowed (ports below 1024 need the right to bind them)";
        }
        if (text.contains("assign")) {
            return place + ": not an address of this machine";
        }
        return place + ": " + text;
    }

    ListenerState state() {
        return server == null ? new ListenerState.PortUnavailable("not open") : bound(server);
    }

    /// Stops listening; connections stay.
    void close() {
        if (server != null) {
            server.close().awaitUninterruptibly();
        }
    }

    @Override
    protected void initChannel(Channel channel) {
        Worker worker = workers.of(channel.eventLoop());
        if (!workers.admit(channel, worker)) {
            channel.close();
            return;
        }
        switch (listener) {
            case Listener.Http http -> channel.pipeline().addLast(http(worker, channel, false));
            case Listener.Https https ->
                    channel.pipeline()
                            .addLast(
                                    new SniHandler(
                                            name -> certificates.of(name),
                                            CLIENT_HELLO_BYTES_MAX,
                                            HANDSHAKE_MILLIS))
                            .addLast(http(worker, channel, true));
            case Listener.Tcp tcp ->
                    channel.pipeline().addLast(new TcpConnection(worker, tcp.id()));
        }
    }

    private ClientConnection http(Worker worker, Channel channel, boolean secure) {
        String address = "unknown";
        if (channel.remoteAddress() instanceof InetSocketAddress remote) {
            address = remote.getAddress().getHostAddress();
        }
        return new ClientConnection(
                worker, listener.id(), new RequestWriter.Client(Ascii.bytes(address), secure));
    }
}
