package dev.slipway.cli;

import dev.slipway.client.Kubeconfig;
import dev.slipway.evidence.prometheus.TrafficQueries;
import dev.slipway.server.RemoteConfig;
import dev.slipway.server.install.InstallManifests;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the server works in somebody else's cluster, where nothing but releases is its business.
final class RemoteOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "Carry out releases in the cluster of this file, and nothing else: no pods,"
                            + " no edge and no data of our own.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "With --kubeconfig: context of that file.")
    private @Nullable String context;

    @Option(
            names = "--prometheus",
            paramLabel = "URL",
            description =
                    "With --kubeconfig: where metrics are, for the guard; without it nothing is"
                            + " known of the traffic.")
    private @Nullable URI prometheus;

    @Option(
            names = "--traffic-metrics",
            paramLabel = "NAME",
            description =
                    "With --prometheus: whose metrics tell of the traffic: envoy, istio, linkerd,"
                            + " nginx, slipway or traefik.")
    private @Nullable String trafficMetrics;

    @Option(
            names = "--traffic-query",
            paramLabel = "PROMQL",
            description =
                    "With --prometheus: the counter of a version's requests, with {{namespace}},"
                            + " {{hash}} and {{services}} in it, instead of --traffic-metrics.")
    private @Nullable String trafficQuery;

    @Option(
            names = "--traffic-code-label",
            paramLabel = "LABEL",
            defaultValue = "code",
            description =
                    "With --traffic-query: the label with the answer's status"
                            + " (default: ${DEFAULT-VALUE}).")
    private String trafficCodeLabel = "code";

    @Option(
            names = "--install-crds",
            description = "With --kubeconfig: first do what `slipway install` does.")
    private boolean installs;

    @Option(
            names = "--lease-namespace",
            paramLabel = "NAME",
            defaultValue = InstallManifests.NAMESPACE,
            description =
                    "With --kubeconfig: where servers agree which one works"
                            + " (default: ${DEFAULT-VALUE}).")
    private String leaseNamespace = InstallManifests.NAMESPACE;

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            defaultValue = "7071",
            description =
                    "With --kubeconfig: /livez, /readyz and /metrics; 0: any free port"
                            + " (default: ${DEFAULT-VALUE}).")
    private int healthPort = 7071;

    @Option(
            names = "--health-address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "With --kubeconfig: where those are (default: ${DEFAULT-VALUE}).")
    private String healthAddress = "127.0.0.1";

    boolean chosen() {
        if (kubeconfig == null && (context != null || prometheus != null || installs)) {
            throw new CommandException(
                    CommandException.USAGE,
                    "--context, --prometheus and --install-crds need --kubeconfig.");
        }
        return kubeconfig != null;
    }

    /// The cluster's name for people, and what is known of its traffic.
    String summary() {
        return prometheus == null
                ? "no --prometheus: the guard has no figures, releases go on by readiness"
                : "figures from " + prometheus;
    }

    RemoteConfig config() {
        if (kubeconfig == null) {
            throw new IllegalStateException("No --kubeconfig was given");
        }
        if (healthPort < 0 || healthPort > 65_535) {
            throw new CommandException(
                    CommandException.USAGE,
                    "--health-port: " + healthPort + " (expected: 0-65535)");
        }
        return new RemoteConfig(
                Kubeconfig.load(kubeconfig, context),
                evidence(),
                leaseNamespace,
                new RemoteConfig.Health(healthAddress, healthPort),
                installs);
    }

    private RemoteConfig.@Nullable Evidence evidence() {
        if (prometheus == null) {
            return null;
        }
        if (prometheus.getHost() == null) {
            throw new CommandException(
                    CommandException.USAGE,
                    "--prometheus: " + prometheus + " (expected: as http://prometheus:9090)");
        }
        return new RemoteConfig.Evidence(prometheus, queries());
    }

    private TrafficQueries queries() {
        if (trafficQuery != null) {
            return TrafficQueries.custom(trafficQuery, trafficCodeLabel);
        }
        TrafficQueries known = trafficMetrics == null ? null : TrafficQueries.known(trafficMetrics);
        if (known == null) {
            throw new CommandException(
                    CommandException.USAGE,
                    "--traffic-metrics: "
                            + (trafficMetrics == null ? "nothing" : trafficMetrics)
                            + " (expected with --prometheus: one of "
                            + String.join(", ", TrafficQueries.names())
                            + ", or a --traffic-query)");
        }
        return known;
    }
}
