package dev.slipway.cli;

import dev.slipway.server.SlipwayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Starts a server, uses it a little and ends: what the JVM sees here it remembers for later
/// starts.
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Path home = Files.createTempDirectory("slipway-warm-up-");
        try (SlipwayServer server = SlipwayServer.create(ServerOptions.anyPorts(home).config())) {
            server.start();
            String data = "--data=" + home;
            Main.run("status", data);
            Main.run("get", "pods,services", "-A", data);
            Main.run("apply", "-f", manifest(home).toString(), data);
            Main.run("get", "configmap/warm-up", "-o", "yaml", data);
            Main.run("delete", "configmap/warm-up", data);
        }
        TemporaryFolder.remove(home);
        return 0;
    }

    private static Path manifest(Path home) throws IOException {
        return Files.writeString(
                home.resolve("warm-up.yaml"),
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: warm-up
                data:
                  key: value
                """);
    }
}
