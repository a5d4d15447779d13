package dev.slipway.server;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.config.AlertConfigException;
import dev.slipway.api.KindDefinition;
import dev.slipway.apiserver.ApiServer;
import dev.slipway.apiserver.ApiServerConfig;
import dev.slipway.apiserver.PodLogs;
import dev.slipway.apiserver.ResourceUsage;
import dev.slipway.apiserver.SchemaDocuments;
import dev.slipway.client.Cluster;
import dev.slipway.console.Console;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.controller.Time;
import dev.slipway.edge.Edge;
import dev.slipway.edge.EdgeConfig;
import dev.slipway.edge.RevisionShares;
import dev.slipway.http.Authenticator;
import dev.slipway.http.ClientCertificates;
import dev.slipway.http.DoorConfig;
import dev.slipway.http.HttpDoor;
import dev.slipway.http.Kubeconfig;
import dev.slipway.http.Mount;
import dev.slipway.http.PkiException;
import dev.slipway.http.PortTakenException;
import dev.slipway.http.TokenFile;
import dev.slipway.metric.MetricsException;
import dev.slipway.model.Kind;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.node.LocalNode;
import dev.slipway.node.NodeConfig;
import dev.slipway.node.NodeName;
import dev.slipway.node.NodeParts;
import dev.slipway.node.process.Images;
import dev.slipway.node.process.ProcessRuntime;
import dev.slipway.node.process.ProcessRuntimeConfig;
import dev.slipway.proxy.Proxy;
import dev.slipway.proxy.ProxyConfig;
import dev.slipway.ssh.SshHosts;
import dev.slipway.stack.FolderEngine;
import dev.slipway.stack.StackController;
import dev.slipway.stack.StateStorage;
import dev.slipway.store.StoreFormatException;
import dev.slipway.store.StoreLockedException;
import dev.slipway.store.StoreUnavailableException;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The whole server. The order of `assemble` is the order of starting; closing goes the other way.
/// Started and closed once, from any threads.
public final class SlipwayServer implements AutoCloseable {
    private static final Duration PODS_STOP_MAX = Duration.ofSeconds(30);

    private final ServerConfig config;
    private final Started started = new Started();
    private @Nullable RunningServer running;
    private volatile boolean podsToo;
    private boolean closed;

    private SlipwayServer(ServerConfig config) {
        this.config = requireNonNull(config, "config");
    }

    public static SlipwayServer create(ServerConfig config) {
        return new SlipwayServer(config);
    }

    /// Returns once everything runs and listens. Throws [ServerException] that says what is in the
    /// way; then nothing runs.
    public synchronized void start() {
        try {
            running = assemble();
        } catch (StoreLockedException
                | StoreFormatException
                | StoreUnavailableException
                | PkiException
                | PortTakenException
                | MetricsException
                | AlertConfigException e) {
            started.close();
            throw new ServerException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        } catch (InterruptedException e) {
            started.close();
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while starting", e);
        }
    }

    /// What was announced in `server.json`.
    public synchronized RunningServer running() {
        if (running == null) {
            throw new IllegalStateException("The server was not started");
        }
        return running;
    }

    /// Has closing end the pods too.
    public void stopPodsOnClose() {
        podsToo = true;
    }

    private RunningServer assemble() throws InterruptedException {
        Time time = new SystemTime();
        Foundation ground = Foundation.lay(config.folder(), time, started);
        Informers informers = started.add(new Informers(ground.wholeCluster(), time));

        GuardedShares shares = new GuardedShares();
        Edge edge = edge(ground, informers, shares);
        LocalNode node = node(ground, informers, edge);
        MeasuredUsage usage =
                new MeasuredUsage(node, nodeName(), informers.of(Kinds.POD), ground.time());
        Observability observability =
                Observability.open(
                        config,
                        ground,
                        informers,
                        Measuring.jobs(node, nodeName(), informers, edge),
                        started);
        Shipping shipping = shipping(ground, informers, edge, observability, shares);
        Workloads workloads =
                workloads(
                        ground,
                        informers,
                        new Workloads.Crossings(
                                new MeasuredMetrics(
                                        usage, observability.metrics().figures(), ground.time()),
                                shipping.releasing()));
        ReleaseCharts charts = shipping.charts();
        StackController stacks = stacks(ground, informers);
        Console console = new Console(informers, charts, new OpenAddresses(edge.addresses()));
        ApiServer apiServer = apiServer(ground, new NodeLogs(node.logs()), usage);

        informers.start();
        informers.awaitSync();
        started.add(edge).start();
        started.add(() -> close(node));
        node.start();
        started.add(usage).start();
        observability.start();
        started.add(workloads).start();
        if (config.releases()) {
            shipping.start(started);
        }
        started.add(stacks).start();
        started.add(console).start();

        List<Mount> mounts = new ArrayList<>(observability.mounts());
        mounts.addAll(shipping.mounts());
        mounts.add(new StateStorage(config.folder().stacks()).mount());
        mounts.add(console.mount());
        HttpDoor apiDoor = openApi(ground, apiServer);
        HttpDoor consoleDoor = new HttpDoor(DoorConfig.console(config.ports().console()), mounts);
        started.add(consoleDoor).start();
        if (config.conventionalPorts()) {
            observability.openConventionalPorts(started);
        }
        return announce(ground, apiDoor, consoleDoor, edge);
    }

    private Shipping shipping(
            Foundation ground,
            Informers informers,
            Edge edge,
            Observability observability,
            GuardedShares shares) {
        return Shipping.make(
                new ShippingGround(
                        ground::cluster,
                        informers,
                        new EdgeTraffic(edge.figures()),
                        new MeasuredQueries(observability.metrics().store(), ground.time()),
                        kind -> ground.api().kinds().find(kind.type()) != null,
                        ground.time()),
                config.releases() ? shares : null);
    }

    private StackController stacks(Foundation ground, Informers informers) {
        Path folder = config.folder().stacks();
        return new StackController(
                ground.cluster("stacks", Rights.ofStacks()),
                informers,
                new FolderEngine(
                        folder.resolve("schemas"),
                        new SshHosts(System.getenv()),
                        ground.time()::now),
                folder,
                ground.time());
    }

    private HttpDoor openApi(Foundation ground, ApiServer apiServer) throws InterruptedException {
        HttpDoor door =
                new HttpDoor(
                        DoorConfig.api(config.ports().api(), ground.pki()),
                        List.of(apiServer.mount()));
        started.add(door).start();
        started.add(apiServer);
        return door;
    }

    /// Pods go on, unless whoever ends the server wants them to end as well.
    private void close(LocalNode node) throws InterruptedException {
        if (podsToo) {
            node.stopPods(PODS_STOP_MAX);
        } else {
            node.close();
        }
    }

    private LocalNode node(Foundation ground, Informers informers, Edge edge) {
        ProcessRuntime runtime =
                started.add(
                        new ProcessRuntime(
                                ProcessRuntimeConfig.defaults(config.folder().pods()),
                                new Images(config.folder().images()),
                                ground.time()));
        runtime.start();
        Cluster cluster = ground.cluster("node", Rights.ofNode());
        EventRecorder events = started.add(new EventRecorder("node", cluster, ground.time()));
        events.start();
        return new LocalNode(
                NodeConfig.defaults(nodeName(), SlipwayVersion.current(), config.folder().pods()),
                new NodeParts(
                        cluster,
                        informers,
                        events,
                        runtime,
                        new EdgeDrain(edge),
                        new BoundServices(edge.serviceAddresses()),
                        ground.time()));
    }

    private Edge edge(Foundation ground, Informers informers, RevisionShares shares) {
        EdgeConfig edgeConfig =
                EdgeConfig.defaults().withPorts(config.ports().edge(), config.ports().edgeTls());
        return new Edge(
                edgeConfig,
                new Proxy(ProxyConfig.defaults()),
                informers,
                ground.cluster("edge", Rights.ofEdge()),
                shares,
                ground.time());
    }

    private String nodeName() {
        return NodeName.keep(config.folder().pods(), HostName.current());
    }

    private static Workloads workloads(
            Foundation ground, Informers informers, Workloads.Crossings crossings) {
        List<Kind<?>> kinds = new ArrayList<>();
        for (KindDefinition definition : ground.api().kinds().all()) {
            kinds.add(definition.kind());
        }
        return new Workloads(
                WorkloadsConfig.of(kinds, ground.pki().caPem()),
                name -> ground.cluster(name, Rights.ofWorkloads(name)),
                informers,
                crossings,
                ground.time());
    }

    private static ApiServer apiServer(Foundation ground, PodLogs logs, ResourceUsage usage) {
        List<Authenticator> authenticators = new ArrayList<>();
        authenticators.add(new ClientCertificates());
        if (Files.exists(ground.folder().tokens())) {
            authenticators.add(TokenFile.read(ground.folder().tokens()));
        }
        return new ApiServer(
                new ApiServer.Parts(
                        ground.api(),
                        ground.authorizer(),
                        Authenticator.firstOf(authenticators),
                        SchemaDocuments.of(ground.schemas()),
                        logs,
                        usage,
                        InstantSource.system()),
                ApiServerConfig.standard(SlipwayVersion.current()));
    }

    private RunningServer announce(
            Foundation ground, HttpDoor apiDoor, HttpDoor consoleDoor, Edge edge) {
        Kubeconfig.write(ground.folder().kubeconfig(), apiDoor.url(), ground.pki());
        ProcessHandle self = ProcessHandle.current();
        RunningServer announced =
                new RunningServer(
                        self.pid(),
                        RunningServer.startMillis(self),
                        SlipwayVersion.current(),
                        apiDoor.port(),
                        consoleDoor.port(),
                        edge.httpPort(),
                        edge.tlsPort());
        ground.folder().announce(announced);
        started.add(ground.folder()::withdraw);
        return announced;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (podsToo || config.folder().takePodsStopRequest()) {
                podsToo = true;
            }
            started.close();
        }
    }
}
