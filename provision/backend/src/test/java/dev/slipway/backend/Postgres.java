package dev.slipway.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL of its own, run for a test; as another user where this one is root.
record Postgres(Peer peer, Path folder) implements AutoCloseable {
    static Postgres start(Path programs, boolean isRoot) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("slipway-pg-");
        List<String> as = isRoot ? List.of("runuser", "-u", "postgres", "--") : List.of();
        if (isRoot) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        Path data = folder.resolve("data");
        run(
                with(
                        as,
                        programs.resolve("initdb").toString(),
                        "-A",
                        "trust",
                        "-U",
                        "postgres",
                        "-D",
                        data.toString()));
        int port = Peer.freePort();
        return new Postgres(
                Peer.start(
                        port,
                        Files.createTempFile("slipway-pg-", ".log"),
                        with(
                                as,
                                programs.resolve("postgres").toString(),
                                "-D",
                                data.toString(),
                                "-p",
                                String.valueOf(port),
                                "-k",
                                folder.toString(),
                                "-c",
                                "listen_addresses=127.0.0.1")),
                folder);
    }

    private static List<String> with(List<String> as, String... command) {
        List<String> all = new ArrayList<>(as);
        all.addAll(List.of(command));
        return all;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    int port() {
        return peer.port;
    }

    @Override
    public void close() {
        peer.close();
    }
}
