package dev.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// OpenSSH's own server, on a free port, for whoever runs the tests and has the key.
final class OpenSsh implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final int port;

    OpenSsh(Path folder) throws Exception {
        this.folder = folder;
        String program = program("sshd");
        for (String type : List.of("ed25519", "rsa", "ecdsa")) {
            key("host_" + type, type);
            key("user_" + type, type);
        }
        key("pem", "rsa", "-m", "PEM");
        key("ca", "ed25519");
        run("ssh-keygen", "-q", "-s", "ca", "-I", "me", "-n", user(), "user_ecdsa.pub");
        run(
                "ssh-keygen",
                "-q",
                "-s",
                "ca",
                "-I",
                "host",
                "-h",
                "-n",
                "127.0.0.1",
                "host_ed25519.pub");
        Files.writeString(
                folder.resolve("authorized"),
                text("user_ed25519.pub") + text("user_rsa.pub") + text("pem.pub"));
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        if (user().equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Files.writeString(
                folder.resolve("config"),
                """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s/host_ed25519
                HostKey %s/host_rsa
                HostKey %s/host_ecdsa
                HostCertificate %s/host_ed25519-cert.pub
                AuthorizedKeysFile %s/authorized
                TrustedUserCAKeys %s/ca.pub
                PermitRootLogin yes
                StrictModes no
                UsePAM no
                PidFile none
                """
                        .formatted(port, folder, folder, folder, folder, folder, folder));
        this.process =
                new ProcessBuilder(
                                program,
                                "-D",
                                "-f",
                                folder.resolve("config").toString(),
                                "-E",
                                folder.resolve("log").toString())
                        .start();
        awaitPort();
    }

    private void awaitPort() throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /// The program's path; the test is skipped where it is missing.
    static String program(String name) {
        String path = System.getenv("PATH") + ":/usr/sbin:/sbin";
        for (String each : path.split(":")) {
            Path program = Path.of(each, name);
            if (Files.isExecutable(program)) {
                return program.toString();
            }
        }
        assumeTrue(false, name + " is not on the PATH; the test is skipped");
        throw new IllegalStateException(name);
    }

    static String user() {
        return System.getProperty("user.name");
    }

    private void key(String name, String type, String... options) throws Exception {
        run(
                Stream.concat(
                                Stream.of("ssh-keygen", "-q", "-t", type, "-N", "", "-f", name),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private void run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    int port() {
        return port;
    }

    String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
