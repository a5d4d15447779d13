package dev.slipway.http;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerMetrics;
import com.linecorp.armeria.server.ServerPort;
import dev.slipway.controller.Component;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.netty.handler.ssl.ClientAuth;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One listener with the services mounted on it. It opens on `start` and drains on `close`: no new
/// connections, requests under way end, at most the configured time. Thread-safe.
public final class HttpDoor implements Component {
    private static final System.Logger LOG = System.getLogger(HttpDoor.class.getName());

    /// How long a door waits for connections to go quiet before it closes.
    private static final Duration QUIET_PERIOD = Duration.ofMillis(50);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSE_POLL = Duration.ofMillis(10);
    private static final int LINE_BYTES_MAX = 16 * 1024;

    private final DoorConfig config;
    private final Server server;

    public HttpDoor(DoorConfig config, List<Mount> mounts) {
        this.config = requireNonNull(config, "config");
        this.server = build(config, mounts);
    }

    /// Throws [PortTakenException] if something else listens there.
    @Override
    public void start() {
        try {
            server.start().join();
        } catch (CompletionException e) {
            if (hasBindFailure(e)) {
                throw new PortTakenException(config, e);
            }
            throw new IllegalStateException("Cannot open the " + config.name() + " door", e);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Door open. door={0} address={1} port={2,number,#}",
                config.name(),
                config.address(),
                port());
    }

    /// The port really bound, which differs from the configured one if that is 0.
    public int port() {
        ServerPort port = server.activePort();
        if (port == null) {
            throw new IllegalStateException("The " + config.name() + " door is not open");
        }
        return port.localAddress().getPort();
    }

    /// `https://127.0.0.1:7443`
    public String url() {
        String host =
                config.address().contains(":") ? "[" + config.address() + "]" : config.address();
        return (config.tls() == null ? "http://" : "https://") + host + ":" + port();
    }

    @Override
    public void close() {
        var stopped = server.stop();
        long end =
                System.nanoTime() + config.limits().drainTimeout().plus(CLOSE_PATIENCE).toNanos();
        // Connections without requests, and the thread that accepted them, linger for some seconds
        // more; nobody needs to wait for that.
        while (!stopped.isDone() && !isQuiet() && System.nanoTime() < end) {
            try {
                stopped.get(CLOSE_POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.log(System.Logger.Level.TRACE, "Door still closing. door={0}", config.name());
            } catch (ExecutionException e) {
                LOG.log(System.Logger.Level.WARNING, "Door did not close cleanly.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isQuiet() {
        ServerMetrics metrics = server.config().serverMetrics();
        return server.activePorts().isEmpty()
                && metrics.pendingRequests() == 0
                && metrics.activeRequests() == 0;
    }

    private static Server build(DoorConfig config, List<Mount> mounts) {
        ServerBuilder builder = Server.builder();
        InetSocketAddress address = new InetSocketAddress(config.address(), config.port());
        Pki pki = config.tls();
        if (pki == null) {
            builder.port(address, SessionProtocol.HTTP);
            if (config.answersLocalNamesOnly()) {
                builder.decorator(new LocalHostNames());
            }
        } else {
            builder.port(address, SessionProtocol.HTTPS);
            useTls(builder, pki);
        }
        limit(builder, config.limits());
        // A registry of its own, empty: the library's shared one complains of the second door.
        builder.disableServerHeader().meterRegistry(new CompositeMeterRegistry());
        for (Mount mount : mounts) {
            if (mount.alone()) {
                builder.service("exact:" + mount.prefix(), mount.service());
            } else {
                builder.serviceUnder(mount.prefix(), mount.service());
            }
        }
        return builder.build();
    }

    private static void useTls(ServerBuilder builder, Pki pki) {
        builder.tls(TlsKeyPair.of(pki.serverKey(), pki.serverCertificates()));
        builder.tlsCustomizer(context ->
                context.clientAuth(ClientAuth.OPTIONAL).trustManager(pki.caCertificate()));
    }

    private static void limit(ServerBuilder builder, DoorLimits limits) {
        Duration drain = limits.drainTimeout();
        builder.maxNumConnections(limits.connectionsMax())
                .maxRequestLength(limits.bodyBytesMax())
                .requestTimeout(limits.requestTimeout())
                .idleTimeout(limits.idleTimeout(), true)
                .http1MaxInitialLineLength(LINE_BYTES_MAX)
                .http1MaxHeaderSize(limits.headerBytesMax())
                .http2MaxHeaderListSize(limits.headerBytesMax())
                .http2MaxStreamsPerConnection(DoorLimits.HTTP2_STREAMS_MAX)
                .connectionDrainDuration(QUIET_PERIOD)
                .gracefulShutdownTimeout(
                        drain.compareTo(QUIET_PERIOD) < 0 ? drain : QUIET_PERIOD, drain);
    }

    private static boolean hasBindFailure(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || String.valueOf(cause.getMessage()).contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }
}
