package dev.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.terraform.remote.Connection;
import dev.slipway.terraform.remote.Connection.Agent;
import dev.slipway.terraform.remote.Connection.Credentials;
import dev.slipway.terraform.remote.Connection.Login;
import dev.slipway.terraform.remote.Connection.Platform;
import dev.slipway.terraform.remote.RemoteException;
import dev.slipway.terraform.remote.RemoteHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same with OpenSSH's server, which has a terminal and certificates.
final class OpenSshTest {
    @TempDir static Path folder;
    private static @Nullable OpenSsh server;

    @TempDir Path scratch;

    @BeforeAll
    static void start() throws Exception {
        server = new OpenSsh(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static OpenSsh server() {
        return java.util.Objects.requireNonNull(server);
    }

    private static Connection connection(Credentials credentials, @Nullable String hostKey) {
        return new Connection(
                new Login("127.0.0.1", server().port(), OpenSsh.user(), credentials, hostKey),
                null,
                null,
                Platform.UNIX,
                Duration.ofMillis(500));
    }

    private static Credentials key(String file) throws Exception {
        return new Credentials(null, server().text(file), null, Agent.NEVER, null);
    }

    private static void signIn(Credentials credentials, @Nullable String hostKey) throws Exception {
        new SshHosts(Map.of()).connect(connection(credentials, hostKey), _ -> {}).close();
    }

    @Test
    void signsInWithKeysOfEveryKind() throws Exception {
        signIn(key("user_ed25519"), null);
        signIn(key("user_rsa"), null);
        signIn(key("pem"), null);
        assertThatThrownBy(() -> signIn(key("user_ecdsa"), null))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("accepts none of the ways to sign in");
        signIn(
                new Credentials(
                        null,
                        server().text("user_ecdsa"),
                        server().text("user_ecdsa-cert.pub"),
                        Agent.NEVER,
                        null),
                null);
    }

    @Test
    void believesEachKeyOfTheHostAndItsAuthority() throws Exception {
        for (String each : List.of("host_ed25519", "host_rsa", "host_ecdsa", "ca")) {
            signIn(key("user_ed25519"), server().text(each + ".pub"));
        }
        assertThatThrownBy(() -> signIn(key("user_ed25519"), server().text("user_rsa.pub")))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("has another host key than the connection says");
    }

    @Test
    void asksTheAgent() throws Exception {
        String socket = scratch.resolve("agent").toString();
        Process agent =
                new ProcessBuilder(OpenSsh.program("ssh-agent"), "-D", "-a", socket).start();
        try {
            try (var ready = agent.inputReader(StandardCharsets.UTF_8)) {
                assertThat(ready.readLine()).contains("SSH_AUTH_SOCK");
                ProcessBuilder adding =
                        new ProcessBuilder(
                                OpenSsh.program("ssh-add"),
                                "-q",
                                folder.resolve("user_ecdsa").toString(),
                                folder.resolve("user_rsa").toString());
                adding.environment().put("SSH_AUTH_SOCK", socket);
                assertThat(adding.start().waitFor()).isZero();
            }
            List<String> told = new ArrayList<>();
            Credentials asked = new Credentials(null, null, null, Agent.IF_RUNNING, "second");
            new SshHosts(Map.of("SSH_AUTH_SOCK", socket))
                    .connect(connection(asked, null), told::add)
                    .close();
            assertThat(told).contains("  SSH Agent: true");
        } finally {
            agent.destroy();
        }
    }

    @Test
    void givesCommandsATerminalThatDoesNotRepeatThem() throws Exception {
        Path script = scratch.resolve("script");
        List<String> lines = new ArrayList<>();
        try (RemoteHost host =
                new SshHosts(Map.of()).connect(connection(key("user_rsa"), null), _ -> {})) {
            String text =
                    """
                    #!/bin/sh
                    test -t 0 && test -t 1 && echo "$TERM"
                    stty -a | grep -o -- '-echo '
                    printf 'a\\n\\nb\\rc\\n' >&2
                    kill -TERM $$
                    """;
            host.write(text.getBytes(StandardCharsets.UTF_8), 0700, script.toString());
            assertThat(host.run(script.toString(), lines::add))
                    .isEqualTo(new RemoteHost.Exit(0, "TERM"));
            host.remove(script.toString());
        }
        assertThat(lines).containsExactly("xterm", "-echo", "a", "b", "c");
        assertThat(Files.exists(script)).isFalse();
    }
}
