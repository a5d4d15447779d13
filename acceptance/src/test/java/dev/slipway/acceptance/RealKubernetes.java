package dev.slipway.acceptance;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.Kubeconfig;
import dev.slipway.model.ApiException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The control plane of Kubernetes itself: etcd, the API server and, if it is there, the controller
/// manager with the controllers that releases rest on. Nodes and pods are simulated. The programs
/// are looked for on the `PATH` and in the folder that the variable `KUBERNETES_BIN` names, where
/// `.ci/kubernetes` builds them.
final class RealKubernetes implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final String CONTROLLERS =
            "replicaset-controller,endpointslice-controller,garbage-collector-controller,"
                    + "namespace-controller,deployment-controller,serviceaccount-controller";

    private final Path folder;
    private final Deque<Process> processes = new ArrayDeque<>();
    private @Nullable ApiConnection api;
    private @Nullable SimulatedKubelet kubelet;

    private RealKubernetes(Path folder) {
        this.folder = folder;
    }

    /// What is missing, or nothing.
    static Optional<String> missing() {
        return Stream.of("etcd", "kube-apiserver", "kube-controller-manager")
                .filter(name -> find(name) == null)
                .findFirst()
                .map(name -> name + " is neither on the PATH nor in $KUBERNETES_BIN");
    }

    /// A cluster with everything in that folder.
    static RealKubernetes start(Path folder) throws Exception {
        RealKubernetes started = startApi(folder);
        started.startControllers();
        return started;
    }

    /// The API alone, in which nothing happens by itself. Ports are found by trying.
    static RealKubernetes startApi(Path folder) throws Exception {
        for (int attempt = 1; ; attempt++) {
            RealKubernetes started = new RealKubernetes(Files.createTempDirectory(folder, "k8s"));
            try {
                started.startServer();
                return started;
            } catch (IllegalStateException e) {
                started.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    private void startServer() throws Exception {
        int etcdPort = freePort();
        int apiPort = freePort();
        prepare(apiPort);
        launch(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=http://127.0.0.1:" + etcdPort,
                "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
                "--listen-peer-urls=http://127.0.0.1:0",
                "--unsafe-no-fsync",
                "--log-level=error");
        String key = folder.resolve("sa.pem").toString();
        Process server =
                launch(
                        "kube-apiserver",
                        "--etcd-servers=http://127.0.0.1:" + etcdPort,
                        "--secure-port=" + apiPort,
                        "--bind-address=127.0.0.1",
                        "--cert-dir=" + folder.resolve("pki"),
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + key,
                        "--service-account-signing-key-file=" + key,
                        "--token-auth-file=" + folder.resolve("tokens.csv"),
                        "--authorization-mode=RBAC",
                        "--disable-admission-plugins=ServiceAccount",
                        "--service-cluster-ip-range=10.0.0.0/24");
        awaitReady(server);
    }

    private void startControllers() throws IOException {
        String config = kubeconfig().toString();
        launch(
                "kube-controller-manager",
                "--kubeconfig=" + config,
                "--authentication-kubeconfig=" + config,
                "--authorization-kubeconfig=" + config,
                "--leader-elect=false",
                "--secure-port=0",
                "--controllers=" + CONTROLLERS);
        api = new ApiConnection(Kubeconfig.load(kubeconfig(), null));
        kubelet = new SimulatedKubelet(api);
    }

    private void prepare(int apiPort) throws IOException, NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String key =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        Files.writeString(
                folder.resolve("sa.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(folder.resolve("tokens.csv"), "secret,admin,admin,system:masters\n");
        Files.writeString(
                kubeconfig(),
                """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: admin}}]
                clusters:
                - name: test
                  cluster: {server: "https://127.0.0.1:%d", certificate-authority: pki/apiserver.crt}
                users: [{name: admin, user: {token: secret}}]
                """
                        .formatted(apiPort));
    }

    private Process launch(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(String.valueOf(find(program)));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(program + ".log").toFile())
                        .start();
        processes.push(process);
        return process;
    }

    private void awaitReady(Process server) throws IOException, InterruptedException {
        Slipway.await(
                () -> {
                    if (!server.isAlive()) {
                        String log = Files.readString(folder.resolve("kube-apiserver.log"));
                        throw new IllegalStateException("kube-apiserver ended: " + log);
                    }
                    return isReady();
                },
                () -> "kube-apiserver is not ready");
    }

    private boolean isReady() {
        if (!Files.exists(folder.resolve("pki/apiserver.crt"))) {
            return false;
        }
        try (ApiConnection trial = new ApiConnection(Kubeconfig.load(kubeconfig(), null))) {
            trial.send(Call.get("/readyz", "*/*"));
            trial.send(Call.get("/api/v1/namespaces/default"));
            return true;
        } catch (ApiException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static @Nullable Path find(String program) {
        String folders = System.getenv("PATH");
        String extra = System.getenv("KUBERNETES_BIN");
        return Arrays.stream((extra == null ? folders : extra + ":" + folders).split(":"))
                .map(name -> Path.of(name, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        if (kubelet != null) {
            kubelet.close();
        }
        if (api != null) {
            api.close();
        }
        while (!processes.isEmpty()) {
            end(processes.pop());
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
