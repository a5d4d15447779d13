package dev.slipway.ssh;

import dev.slipway.terraform.remote.Connection;
import dev.slipway.terraform.remote.Connection.Agent;
import dev.slipway.terraform.remote.Connection.Credentials;
import dev.slipway.terraform.remote.Connection.Login;
import dev.slipway.terraform.remote.Connection.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.jspecify.annotations.Nullable;

/// A real SSH server in this process, whose commands run in a real shell. It knows the user `ada`
/// by a password, and whoever has the key.
final class TestServer implements AutoCloseable {
    static final String PASSWORD = "lovelace";

    final SshServer server = SshServer.setUpDefaultServer();
    final Queue<String> commands = new ConcurrentLinkedQueue<>();

    /// `key` is a public key that is let in.
    TestServer(Path folder, @Nullable String key) throws IOException {
        this(folder, key, 0);
    }

    TestServer(Path folder, @Nullable String key, int port) throws IOException {
        SimpleGeneratorHostKeyProvider keys =
                new SimpleGeneratorHostKeyProvider(folder.resolve("host-key"));
        keys.setAlgorithm("EC");
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(keys);
        server.setPasswordAuthenticator((user, word, _) -> isAda(user, word));
        server.setPublickeyAuthenticator(
                (_, offered, _) -> key != null && key.startsWith(PublicKeyEntry.toString(offered)));
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setCommandFactory((channel, command) -> {
            commands.add(command);
            return new ProcessShellFactory(command, "/bin/sh", "-c", command).createShell(channel);
        });
        server.start();
    }

    private static boolean isAda(String user, String word) {
        return user.equals("ada") && word.equals(PASSWORD);
    }

    int port() {
        return server.getPort();
    }

    String hostKey() {
        SessionContext none = null;
        try {
            return PublicKeyEntry.toString(
                    server.getKeyPairProvider().loadKeys(none).iterator().next().getPublic());
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Login login(Credentials credentials, @Nullable String hostKey) {
        return new Login("127.0.0.1", port(), "ada", credentials, hostKey);
    }

    static Credentials password(String password) {
        return new Credentials(password, null, null, Agent.NEVER, null);
    }

    static Connection connection(Login login) {
        return new Connection(login, null, null, Platform.UNIX, Duration.ofSeconds(20));
    }

    @Override
    public void close() throws IOException {
        server.close(true);
    }
}
