package dev.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.terraform.remote.Connection;
import dev.slipway.terraform.remote.Connection.Agent;
import dev.slipway.terraform.remote.Connection.Credentials;
import dev.slipway.terraform.remote.Connection.Login;
import dev.slipway.terraform.remote.Connection.Platform;
import dev.slipway.terraform.remote.Connection.Proxy;
import dev.slipway.terraform.remote.RemoteException;
import dev.slipway.terraform.remote.RemoteHost;
import dev.slipway.terraform.remote.RemoteHost.Exit;
import dev.slipway.terraform.remote.RemoteHost.Source;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshHostsTest {
    private static final Credentials GOOD = TestServer.password(TestServer.PASSWORD);

    @TempDir Path folder;
    private TestServer server;
    private final SshHosts hosts = new SshHosts(Map.of());
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(folder, null);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private RemoteHost open() throws InterruptedException {
        return open(TestServer.connection(server.login(GOOD, null)));
    }

    private RemoteHost open(Connection connection) throws InterruptedException {
        return hosts.connect(connection, told::add);
    }

    private static Connection within(
            Login login, @Nullable Login bastion, @Nullable Proxy proxy, Duration timeout) {
        return new Connection(login, bastion, proxy, Platform.UNIX, timeout);
    }

    @Test
    void runsCommandsAndTellsHowTheyEnd() throws Exception {
        Path script = folder.resolve("script");
        try (RemoteHost host = open()) {
            host.write(
                    "#!/bin/sh\necho one\necho two >&2\n\nexit 5\n"
                            .getBytes(StandardCharsets.UTF_8),
                    0700,
                    script.toString());
            List<String> lines = new ArrayList<>();
            assertThat(host.run(script.toString(), lines::add)).isEqualTo(new Exit(5, ""));
            assertThat(lines).containsExactlyInAnyOrder("one", "two");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                    .isEqualTo("rwx------");
            host.remove(script.toString());
            assertThat(script).doesNotExist();
        }
        assertThat(told)
                .startsWith("Connecting to remote host via SSH...", "  Host: 127.0.0.1")
                .contains("  Password: true", "  SSH Agent: false", "  Target Platform: unix")
                .endsWith("Connected!");
    }

    @Test
    void aLongSilenceIsNoEndAndMuchOutputIsTakenAsItComes() throws Exception {
        Path script = folder.resolve("much");
        try (RemoteHost host = open()) {
            host.write(
                    "#!/bin/sh\nseq 1 200000\n".getBytes(StandardCharsets.UTF_8),
                    0700,
                    script.toString());
            int[] count = {0};
            assertThat(host.run(script.toString(), _ -> count[0]++).isGood()).isTrue();
            assertThat(count[0]).isEqualTo(200_000);
        }
    }

    @Test
    void copiesFoldersAsTheSlashSays() throws Exception {
        Path source = Files.createDirectories(folder.resolve("from"));
        Files.createDirectories(source.resolve("deep/empty"));
        Files.writeString(source.resolve("deep/text"), "content");
        Path tool = Files.writeString(source.resolve("tool"), "#!/bin/sh");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-x---"));
        Path named = Files.createDirectory(folder.resolve("named"));
        Path plain = Files.createDirectory(folder.resolve("plain"));
        try (RemoteHost host = open()) {
            host.copy(new Source(source, false), named.toString());
            host.copy(new Source(source, true), plain.toString());
            assertThatThrownBy(() -> host.copy(new Source(source, true), folder.resolve("no") + ""))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("no: No such file or directory");
        }
        assertThat(named.resolve("from/deep/text")).hasContent("content");
        assertThat(named.resolve("from/deep/empty")).isDirectory();
        assertThat(plain.resolve("deep/text")).hasContent("content");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(plain.resolve("tool"))))
                .isEqualTo("rwxr-x---");
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void copiesFilesOfAnyNameAndRefusesWhatIsNoPlaceForThem() throws Exception {
        Path source = Files.writeString(folder.resolve("source"), "text");
        Path strange = Files.createDirectory(folder.resolve("a b'$HOME;\"c"));
        try (RemoteHost host = open()) {
            host.copy(new Source(source, false), strange + "/it's");
            host.copy(new Source(source, false), strange + "/");
            host.write(new byte[0], 0644, strange + "/empty");
            assertThatThrownBy(() -> host.copy(new Source(source, false), folder + "/missing/file"))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("missing: No such file or directory");
            assertThatThrownBy(() -> host.write(new byte[1], 0644, strange + "/"))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("names a folder");
        }
        assertThat(strange.resolve("it's")).hasContent("text");
        assertThat(strange.resolve("source")).hasContent("text");
        assertThat(strange.resolve("empty")).isEmptyFile();
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void aFolderInACircleIsRefused() throws Exception {
        Path source = Files.createDirectory(folder.resolve("from"));
        Files.createSymbolicLink(source.resolve("again"), source);
        Path to = Files.createDirectory(folder.resolve("to"));
        try (RemoteHost host = open()) {
            assertThatThrownBy(() -> host.copy(new Source(source, false), to.toString()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("is a link in a circle?");
        }
    }

    @Test
    void triesUntilTheTimeoutAndTellsWhyItDidNotWork() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        Login nobody = new Login("127.0.0.1", closed, "ada", GOOD, null);
        assertThatThrownBy(() -> open(within(nobody, null, null, Duration.ofMillis(1500))))
                .isInstanceOf(RemoteException.class)
                .hasMessage(
                        "No connection within 1.5s; in the end: ada@127.0.0.1:"
                                + closed
                                + ": Connection refused.");
        assertThat(told.getLast())
                .isEqualTo(
                        "Not yet: ada@127.0.0.1:%d: Connection refused; trying on..."
                                .formatted(closed));
        Login wrong = server.login(TestServer.password("wrong"), null);
        assertThatThrownBy(() -> open(within(wrong, null, null, Duration.ofMillis(500))))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("accepts none of the ways to sign in");
        Login unknown = new Login("no-such-host.invalid", 22, "ada", GOOD, null);
        assertThatThrownBy(() -> open(within(unknown, null, null, Duration.ofMillis(500))))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("there is no host \"no-such-host.invalid\"");
    }

    @Test
    void findsAMachineThatStartsLater() throws Exception {
        int port = server.port();
        server.close();
        Login later = new Login("127.0.0.1", port, "ada", GOOD, null);
        CountDownLatch tried = new CountDownLatch(1);
        Thread starting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                tried.await();
                                server = new TestServer(folder, null, port);
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        try (RemoteHost _ =
                hosts.connect(
                        within(later, null, null, Duration.ofSeconds(30)),
                        line -> {
                            if (line.startsWith("Not yet")) {
                                tried.countDown();
                            }
                        })) {
            starting.join();
        }
    }

    @Test
    void believesOnlyTheHostKeyThatIsGiven() throws Exception {
        open(TestServer.connection(server.login(GOOD, server.hostKey()))).close();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (TestServer other = new TestServer(elsewhere, null)) {
            Login login = server.login(GOOD, other.hostKey());
            assertThatThrownBy(() -> open(within(login, null, null, Duration.ofMillis(500))))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("has another host key than the connection says");
        }
        assertThatThrownBy(() -> open(TestServer.connection(server.login(GOOD, "nonsense"))))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("The host key is not a public key");
    }

    @Test
    void goesThroughABastionWithItsOwnCredentials() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (TestServer bastion = new TestServer(elsewhere, null)) {
            Login login = server.login(GOOD, server.hostKey());
            Login first = bastion.login(GOOD, bastion.hostKey());
            try (RemoteHost host = open(within(login, first, null, Duration.ofSeconds(20)))) {
                assertThat(bastion.server.getActiveSessions()).hasSize(1);
                assertThat(host.run("/bin/true", _ -> {}).isGood()).isTrue();
            }
            assertThat(told).contains("Using configured bastion host...");
            Login wrong = bastion.login(TestServer.password("wrong"), null);
            assertThatThrownBy(() -> open(within(login, wrong, null, Duration.ofMillis(500))))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("ada@127.0.0.1:" + bastion.port() + " accepts none");
        }
    }

    @Test
    void anInterruptEndsWhatIsUnderWay() throws Exception {
        Path script = folder.resolve("endless");
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try (RemoteHost host = open()) {
                                host.write(
                                        "#!/bin/sh\necho begun\nexec sleep 600\n"
                                                .getBytes(StandardCharsets.UTF_8),
                                        0700,
                                        script.toString());
                                host.run(script.toString(), _ -> running.countDown());
                            } catch (InterruptedException e) {
                                interrupted.set(true);
                            }
                        });
        assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(interrupted).isTrue();
    }

    @Test
    void keysThatCannotBeReadAreRefusedAtOnce() {
        Credentials nonsense = new Credentials(null, "nonsense", null, Agent.NEVER, null);
        assertThatThrownBy(() -> open(TestServer.connection(server.login(nonsense, null))))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("private key")
                .hasMessageNotContaining("nonsense");
        Credentials agent = new Credentials(null, null, null, Agent.REQUIRED, null);
        assertThatThrownBy(() -> open(TestServer.connection(server.login(agent, null))))
                .isInstanceOf(RemoteException.class)
                .hasMessage("The agent is asked for, but SSH_AUTH_SOCK is not set.");
    }

    @Test
    void windowsIsToldInItsOwnWords() throws Exception {
        Connection windows =
                new Connection(
                        server.login(GOOD, null),
                        null,
                        null,
                        Platform.WINDOWS,
                        Duration.ofSeconds(20));
        assumeTrue(Files.isExecutable(Path.of("/bin/true")));
        try (RemoteHost host = open(windows)) {
            host.run("C:/windows/temp/script.cmd", _ -> {});
            host.remove("C:/windows/temp/script.cmd");
        }
        assertThat(server.commands)
                .containsExactly(
                        "\"C:/windows/temp/script.cmd\"",
                        "cmd /c del /q \"C:\\windows\\temp\\script.cmd\"");
    }
}
