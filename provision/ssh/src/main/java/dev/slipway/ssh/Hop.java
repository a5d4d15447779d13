package dev.slipway.ssh;

import dev.slipway.terraform.remote.Connection.Login;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/// One machine on the way that somebody is signed in at. Nothing of the user's own `~/.ssh` is
/// read. Belongs to one thread.
final class Hop implements AutoCloseable {
    /// A machine that does not answer so often, so far apart, is gone.
    private static final Duration ALIVE_INTERVAL = Duration.ofSeconds(15);

    private static final int ALIVE_MISSES_MAX = 8;

    private final SshClient client;
    private final ClientSession session;

    private Hop(SshClient client, ClientSession session) {
        this.client = client;
        this.session = session;
    }

    /// What a login needs, read once however often it is tried.
    record Identity(Login login, @Nullable KeyPair pair, @Nullable PublicKey hostKey) {
        /// @throws dev.slipway.terraform.remote.RemoteException if a key cannot be read
        static Identity of(Login login) {
            return new Identity(
                    login,
                    Keys.pair(login.credentials()),
                    login.hostKey() == null ? null : Keys.publicKey(login.hostKey(), "host key"));
        }
    }

    /// Where a machine is reached: at its own address, or at the end of what stands between.
    @FunctionalInterface
    interface Approach {
        InetSocketAddress address() throws IOException;
    }

    /// What a machine is asked to prove itself by. A key that is expected may be its own, or that
    /// of an authority which has signed its own; the machine shows only one of the two.
    private enum Proof {
        ANY_KEY,
        EXPECTED_KEY,
        CERTIFICATE
    }

    /// Signs in, with the keys of the agent at a socket too if there is one.
    ///
    /// @throws IOException if that is not possible now
    static Hop open(Identity identity, Approach approach, @Nullable String agent, Duration most)
            throws IOException {
        if (identity.hostKey() == null) {
            return open(identity, approach.address(), client(identity, Proof.ANY_KEY, agent), most);
        }
        try {
            SshClient client = client(identity, Proof.EXPECTED_KEY, agent);
            return open(identity, approach.address(), client, most);
        } catch (SshException e) {
            if (!isAboutHostKey(e)) {
                throw e;
            }
            SshClient client = client(identity, Proof.CERTIFICATE, agent);
            return open(identity, approach.address(), client, most);
        }
    }

    private static Hop open(
            Identity identity, InetSocketAddress at, SshClient client, Duration most)
            throws IOException {
        Login login = identity.login();
        client.start();
        try {
            ClientSession session =
                    client.connect(login.user(), at, null, null).verify(most).getSession();
            if (login.credentials().password() != null) {
                session.addPasswordIdentity(login.credentials().password());
            }
            if (identity.pair() != null) {
                session.addPublicKeyIdentity(identity.pair());
            }
            session.auth().verify(most);
            return new Hop(client, session);
        } catch (IOException | RuntimeException e) {
            client.stop();
            throw e;
        }
    }

    private static SshClient client(Identity identity, Proof proof, @Nullable String agent) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        Login login = identity.login();
        if (agent != null) {
            client.setAgentFactory(new AgentSocket.Factory(agent, login.credentials()));
        }
        List<UserAuthFactory> ways = new ArrayList<>();
        ways.add(new UserAuthPublicKeyFactory(client.getSignatureFactories()));
        if (login.credentials().password() != null) {
            ways.add(UserAuthPasswordFactory.INSTANCE);
            ways.add(UserAuthKeyboardInteractiveFactory.INSTANCE);
        }
        client.setUserAuthFactories(ways);
        client.setServerKeyVerifier((_, _, offered) ->
                identity.hostKey() == null || isRight(offered, identity.hostKey()));
        client.setSignatureFactories(
                client.getSignatureFactories().stream()
                        .filter(each -> isAsked(each.getName(), proof, identity.hostKey()))
                        .toList());
        // A command may be silent for as long as it likes.
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, ALIVE_INTERVAL);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, ALIVE_MISSES_MAX);
        CoreModuleProperties.NIO_WORKERS.set(client, 1);
        return client;
    }

    private static boolean isRight(PublicKey offered, PublicKey expected) {
        return KeyUtils.compareKeys(
                offered instanceof OpenSshCertificate certificate
                        ? certificate.getCaPubKey()
                        : offered,
                expected);
    }

    private static boolean isAsked(String algorithm, Proof proof, @Nullable PublicKey expected) {
        boolean certificate = KeyUtils.isCertificateAlgorithm(algorithm);
        if (expected == null || proof == Proof.ANY_KEY) {
            return !certificate;
        }
        // The authority's signature in a certificate is of the type of its key.
        return (certificate && proof == Proof.CERTIFICATE)
                || KeyUtils.getAllEquivalentKeyTypes(KeyUtils.getKeyType(expected))
                        .contains(algorithm);
    }

    ClientSession session() {
        return session;
    }

    /// A port of this machine that leads through the other to a third one, for as long as this is
    /// open.
    InetSocketAddress through(String host, int port) throws IOException {
        return session.startLocalPortForwarding(
                        new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress(host, port))
                .toInetSocketAddress();
    }

    /// What went wrong, for people.
    static String reason(IOException e, Login login) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            String text = String.valueOf(at.getMessage());
            if (at instanceof java.net.UnknownHostException
                    || at instanceof java.nio.channels.UnresolvedAddressException) {
                return "there is no host \"" + login.host() + "\"";
            }
            if (at instanceof SshException && text.contains("No more authentication methods")) {
                return login + " accepts none of the ways to sign in";
            }
            if (login.hostKey() != null && isAboutHostKey(at)) {
                return login + " has another host key than the connection says";
            }
            if (at instanceof java.net.ConnectException) {
                return login + ": " + text;
            }
        }
        return login + ": " + e.getMessage();
    }

    private static boolean isAboutHostKey(Throwable e) {
        String text = String.valueOf(e.getMessage());
        return e instanceof SshException
                && (text.contains("Server key did not validate")
                        || text.contains("server host key")
                        || text.contains("KeyExchange"));
    }

    /// Whether the thread was interrupted, which the library tells in its own way.
    static boolean isInterrupt(IOException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof InterruptedException
                    || (at instanceof InterruptedIOException
                            && !(at instanceof java.net.SocketTimeoutException))) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public void close() {
        session.close(false);
        client.stop();
    }
}
