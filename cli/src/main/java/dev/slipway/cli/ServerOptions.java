package dev.slipway.cli;

import dev.slipway.server.ServerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where a server listens and keeps its data; passed on when a command starts one in the
/// background.
final class ServerOptions {
    @Mixin private DataOptions data = new DataOptions();

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = "7443",
            description = "Kubernetes API, TLS; 0: any free port (default: ${DEFAULT-VALUE}).")
    private int apiPort;

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            defaultValue = "7070",
            description = "Web console; 0: any free port (default: ${DEFAULT-VALUE}).")
    private int consolePort;

    @Option(
            names = "--edge-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Traffic of your services, HTTP; 0: any (default: ${DEFAULT-VALUE}).")
    private int edgePort;

    @Option(
            names = "--edge-tls-port",
            paramLabel = "PORT",
            defaultValue = "8443",
            description = "Traffic of your services, HTTPS; 0: any (default: ${DEFAULT-VALUE}).")
    private int edgeTlsPort;

    @Option(
            names = "--prometheus-config",
            paramLabel = "FILE",
            description = "A prometheus.yml: what to scrape, rules, remote stores.")
    private @Nullable Path prometheusFile;

    @Option(
            names = "--alertmanager-config",
            paramLabel = "FILE",
            description = "An alertmanager.yml: who is told of which alerts.")
    private @Nullable Path alertmanagerFile;

    @Option(
            names = "--metrics-admin-api",
            description = "Let series be deleted and snapshots made at /prometheus/api/v1/admin.")
    private boolean metricsAdminApi;

    @Option(
            names = "--conventional-ports",
            description = "Also listen at 9090 (Prometheus) and 9093 (Alertmanager).")
    private boolean conventionalPorts;

    @Option(
            names = "--without-releases",
            description =
                    "Leave releases to another server, started with --kubeconfig for this one.")
    private boolean withoutReleases;

    /// Any free ports, and a data folder of its own.
    static ServerOptions anyPorts(Path folder) {
        ServerOptions options = new ServerOptions();
        options.data = DataOptions.of(folder);
        return options;
    }

    DataOptions data() {
        return data;
    }

    ServerConfig config() {
        return new ServerConfig(
                data.folder(),
                new ServerConfig.Ports(
                        port("--api-port", apiPort),
                        port("--console-port", consolePort),
                        port("--edge-port", edgePort),
                        port("--edge-tls-port", edgeTlsPort)),
                prometheusFile,
                alertmanagerFile,
                metricsAdminApi,
                conventionalPorts,
                !withoutReleases);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("--data=" + data.folder().path());
        arguments.add("--api-port=" + apiPort);
        arguments.add("--console-port=" + consolePort);
        arguments.add("--edge-port=" + edgePort);
        arguments.add("--edge-tls-port=" + edgeTlsPort);
        if (prometheusFile != null) {
            arguments.add("--prometheus-config=" + prometheusFile.toAbsolutePath());
        }
        if (alertmanagerFile != null) {
            arguments.add("--alertmanager-config=" + alertmanagerFile.toAbsolutePath());
        }
        if (metricsAdminApi) {
            arguments.add("--metrics-admin-api");
        }
        if (conventionalPorts) {
            arguments.add("--conventional-ports");
        }
        if (withoutReleases) {
            arguments.add("--without-releases");
        }
        return arguments;
    }

    private static int port(String flag, int value) {
        if (value < 0 || value > 65_535) {
            throw new CommandException(
                    CommandException.USAGE, flag + ": " + value + " (expected: 0-65535)");
        }
        return value;
    }
}
