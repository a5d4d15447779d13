package dev.slipway.ssh;

import static java.util.Objects.requireNonNull;

import dev.slipway.terraform.remote.Connection;
import dev.slipway.terraform.remote.Connection.Agent;
import dev.slipway.terraform.remote.Connection.Login;
import dev.slipway.terraform.remote.Connection.Proxy;
import dev.slipway.terraform.remote.RemoteException;
import dev.slipway.terraform.remote.RemoteHost;
import dev.slipway.terraform.remote.RemoteHosts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Other machines over SSH. Thread-safe; keeps nothing between connections.
public final class SshHosts implements RemoteHosts {
    private static final String AGENT_VARIABLE = "SSH_AUTH_SOCK";

    /// An attempt takes no longer, so that a machine that starts meanwhile is found; the last one
    /// is given some time whatever is left.
    private static final Duration ATTEMPT_MAX = Duration.ofSeconds(30);

    private static final Duration ATTEMPT_MIN = Duration.ofSeconds(10);

    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

    private final Map<String, String> environment;

    /// Kept, so that it stays as it is set: whatever the library would say is told by us.
    private final Logger library = Logger.getLogger("org.apache.sshd");

    /// `environment` says where the user's agent is.
    public SshHosts(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        library.setLevel(Level.SEVERE);
    }

    /// All that is read once for all attempts.
    private record Route(
            Connection connection,
            Hop.Identity target,
            Hop.@Nullable Identity bastion,
            @Nullable String agent,
            @Nullable String bastionAgent) {}

    @Override
    public RemoteHost connect(Connection connection, Consumer<String> told)
            throws InterruptedException {
        Login bastion = connection.bastion();
        Route route =
                new Route(
                        connection,
                        Hop.Identity.of(connection.login()),
                        bastion == null ? null : Hop.Identity.of(bastion),
                        agent(connection.login()),
                        bastion == null ? null : agent(bastion));
        Announcement.lines(connection, route.agent() != null, route.bastionAgent() != null)
                .forEach(told);
        SshHost host = persistently(route, told);
        told.accept("Connected!");
        return host;
    }

    private @Nullable String agent(Login login) {
        String socket = environment.getOrDefault(AGENT_VARIABLE, "");
        Agent wish = login.credentials().agent();
        if (wish == Agent.NEVER || (wish == Agent.IF_RUNNING && !answers(socket))) {
            return null;
        }
        if (!answers(socket)) {
            throw new RemoteException(
                    socket.isEmpty()
                            ? "The agent is asked for, but " + AGENT_VARIABLE + " is not set."
                            : "The agent at " + socket + " does not answer.");
        }
        return socket;
    }

    private static boolean answers(String socket) {
        if (socket.isEmpty()) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(Path.of(socket)));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /// A new machine may not answer yet, or not know the user yet.
    private static SshHost persistently(Route route, Consumer<String> told)
            throws InterruptedException {
        long end = System.nanoTime() + route.connection().timeout().toNanos();
        Duration pause = PAUSE_MIN;
        String before = "";
        while (true) {
            long left = end - System.nanoTime();
            String reason;
            try {
                Duration most = most(ATTEMPT_MIN, Duration.ofNanos(left));
                return attempt(route, least(ATTEMPT_MAX, most));
            } catch (HopException e) {
                reason = e.reason();
            }
            left = end - System.nanoTime();
            if (left <= 0 || Duration.ofNanos(left).compareTo(pause) <= 0) {
                throw new RemoteException(
                        "No connection within "
                                + text(route.connection().timeout())
                                + "; in the end: "
                                + reason
                                + ".");
            }
            if (!reason.equals(before)) {
                told.accept("Not yet: " + reason + "; trying on...");
                before = reason;
            }
            Thread.sleep(pause);
            pause = least(PAUSE_MAX, pause.multipliedBy(2));
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration most(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    /// A hop that cannot be made now.
    private static final class HopException extends Exception {
        private static final long serialVersionUID = 1;

        HopException(String reason, IOException cause) {
            super(reason, cause);
        }

        String reason() {
            return Objects.requireNonNull(getMessage());
        }
    }

    private static SshHost attempt(Route route, Duration most)
            throws HopException, InterruptedException {
        List<AutoCloseable> way = new ArrayList<>();
        Connection connection = route.connection();
        Login at = connection.login();
        try {
            Hop.Identity bastion = route.bastion();
            Proxy proxy = connection.proxy();
            Login first = bastion == null ? connection.login() : bastion.login();
            at = first;
            Hop.Approach approach =
                    () -> proxy == null ? address(first) : relayed(proxy, first, most, way);
            if (bastion != null) {
                Hop hop = Hop.open(bastion, approach, route.bastionAgent(), most);
                way.add(hop);
                at = connection.login();
                InetSocketAddress through = hop.through(at.host(), at.port());
                approach = () -> through;
            }
            Hop hop = Hop.open(route.target(), approach, route.agent(), most);
            way.add(hop);
            return new SshHost(hop.session(), connection.platform(), way);
        } catch (IOException e) {
            close(way);
            if (Hop.isInterrupt(e)) {
                throw SshHost.interrupted(e);
            }
            throw new HopException(Hop.reason(e, at), e);
        }
    }

    private static InetSocketAddress address(Login login) {
        return new InetSocketAddress(login.host(), login.port());
    }

    private static InetSocketAddress relayed(
            Proxy proxy, Login login, Duration most, List<AutoCloseable> way) throws IOException {
        ProxyRelay relay = ProxyRelay.open(proxy, login.host(), login.port(), most);
        way.add(relay);
        return relay.address();
    }

    static void close(List<AutoCloseable> way) {
        for (AutoCloseable each : requireNonNull(way).reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                System.getLogger(SshHosts.class.getName())
                        .log(System.Logger.Level.DEBUG, "A connection was not closed.", e);
            }
        }
    }
}
