package dev.slipway.server;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.api.KindDefinition;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.ResourcePaths;
import dev.slipway.client.TolerantCluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.LeaderElection;
import dev.slipway.controller.SystemTime;
import dev.slipway.controller.Time;
import dev.slipway.http.DoorConfig;
import dev.slipway.http.DoorLimits;
import dev.slipway.http.HttpDoor;
import dev.slipway.http.Mount;
import dev.slipway.http.PortTakenException;
import dev.slipway.metric.figures.FigureExposition;
import dev.slipway.metric.figures.FigureRecorder.Job;
import dev.slipway.metric.figures.ProcessFigures;
import dev.slipway.model.ApiException;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.server.HealthService.Health;
import dev.slipway.server.install.InstallManifests;
import dev.slipway.server.install.Installer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The controllers of releases, and nothing else, against somebody else's Kubernetes: pods,
/// services and traffic are that cluster's business. It keeps nothing of its own; several may run,
/// one of them works at a time. Started and closed once, from any threads.
public final class RemoteServer implements AutoCloseable {
    private static final String LEASE = "slipway";
    private static final String INSTALL =
            ". Run `slipway install` with the same --kubeconfig first, or add --install-crds.";

    private final RemoteConfig config;
    private final Time time = new SystemTime();
    private final Started started = new Started();
    private @Nullable LeaderElection election;
    private @Nullable HttpDoor door;
    private volatile @Nullable ShippingTerm term;

    @GuardedBy("this")
    private boolean closed;

    private RemoteServer(RemoteConfig config) {
        this.config = requireNonNull(config, "config");
    }

    public static RemoteServer create(RemoteConfig config) {
        return new RemoteServer(config);
    }

    /// Returns once it takes part in the election. Throws [ServerException] that says what is in
    /// the way; then nothing runs.
    public synchronized void start() {
        try {
            assemble();
        } catch (ApiException e) {
            started.close();
            throw new ServerException(
                    "Cannot work in the cluster at "
                            + config.kubeconfig().server()
                            + ": "
                            + e.getMessage(),
                    e);
        } catch (PortTakenException e) {
            started.close();
            throw new ServerException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /// Where probes are answered, as `http://127.0.0.1:7071`.
    public synchronized String healthUrl() {
        if (door == null) {
            throw new IllegalStateException("The server was not started");
        }
        return door.url();
    }

    private void assemble() {
        ApiConnection connection = started.add(new ApiConnection(config.kubeconfig()));
        Cluster cluster = new TolerantCluster(new RemoteCluster(connection), System::nanoTime);
        if (config.installs()) {
            new Installer(cluster).install(KubernetesInstallation.manifests().all());
        }
        checkKinds(connection);
        checkNamespace(cluster);
        checkAlone(cluster);
        LeaderElection elected =
                new LeaderElection(
                        new ObjectKey(config.leaseNamespace(), LEASE),
                        HostName.current() + "-" + UUID.randomUUID(),
                        LeaderElection.Timing.usual(),
                        cluster,
                        time,
                        () -> newTerm(cluster));
        election = elected;
        Job figures =
                Job.of("slipway", HostName.current(), new ProcessFigures(SlipwayVersion.current()));
        HttpDoor opened =
                new HttpDoor(
                        new DoorConfig(
                                "health",
                                "--health-port",
                                config.health().address(),
                                config.health().port(),
                                null,
                                DoorLimits.standard()),
                        List.of(
                                Mount.at("/livez", new HealthService(() -> new Health(true, "ok"))),
                                Mount.at("/healthz", new HealthService(this::health)),
                                Mount.at("/readyz", new HealthService(this::health)),
                                Mount.at("/metrics", new FigureExposition(List.of(figures)))));
        door = opened;
        started.add(opened).start();
        started.add(elected).start();
    }

    private Component newTerm(Cluster cluster) {
        ShippingTerm begun = new ShippingTerm(config, cluster, time);
        term = begun;
        return begun;
    }

    private Health health() {
        LeaderElection elected = election;
        ShippingTerm current = term;
        if (elected == null || !elected.isLeader() || current == null) {
            return new Health(true, "standing by");
        }
        return current.isReady()
                ? new Health(true, "leading")
                : new Health(false, "leading, reading the cluster");
    }

    /// Says all that is missing at once, and how to get it.
    private static void checkKinds(ApiConnection connection) {
        List<String> missing = new ArrayList<>();
        for (KindDefinition kind : InstallManifests.kinds()) {
            String path = ResourcePaths.collection(kind.kind(), "") + "?limit=1";
            try {
                connection.send(ApiConnection.Call.get(path));
            } catch (ApiException e) {
                if (e.reason() != ApiException.Reason.NOT_FOUND) {
                    throw e;
                }
                missing.add(kind.plural() + "." + kind.type().group());
            }
        }
        if (!missing.isEmpty()) {
            throw new ServerException(
                    "The cluster does not know " + String.join(", ", missing) + INSTALL, null);
        }
    }

    private void checkNamespace(Cluster cluster) {
        ObjectKey key = new ObjectKey("", config.leaseNamespace());
        if (cluster.resources(Kinds.NAMESPACE).find(key).isEmpty()) {
            throw new ServerException(
                    "The cluster has no namespace " + config.leaseNamespace() + INSTALL, null);
        }
    }

    /// Two controllers of the same Rollouts would undo each other's work.
    private static void checkAlone(Cluster cluster) {
        ListQuery argo =
                ListQuery.all()
                        .withLabels(
                                LabelSelector.ofLabels(
                                        Map.of("app.kubernetes.io/name", "argo-rollouts")));
        for (Deployment deployment : cluster.resources(Kinds.DEPLOYMENT).list(argo).items()) {
            Integer replicas = deployment.spec().replicas();
            if (replicas == null || replicas > 0) {
                throw new ServerException(
                        "Argo Rollouts runs in this cluster as "
                                + deployment.key()
                                + ", and both would carry out the same Rollouts. Scale it to 0"
                                + " first: kubectl -n "
                                + deployment.key().namespace()
                                + " scale deployment "
                                + deployment.key().name()
                                + " --replicas=0",
                        null);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            started.close();
        }
    }
}
