package dev.slipway.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Releases on a real server, with real pods (a JVM each, cold at first) and real load through its
/// edge; the launcher `slipway` is built before.
///
/// Arguments: what share of its requests each new version fails (0: equal releases, and it is
/// counted how many are aborted; else how long clients met the bad version), releases (20),
/// requests a second (200), seconds at a tenth of the traffic (600), the launcher (`slipway`).
final class ReleasesOnServer implements AutoCloseable {
    private static final String HOST = "bench.localhost";
    private static final String MANIFEST =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: web}
            spec:
              gatewayClassName: slipway
              listeners: [{name: http, port: 80, protocol: HTTP}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: bench}
            spec:
              parentRefs: [{name: web}]
              hostnames: [HOST]
              rules:
                - backendRefs:
                    - {name: bench, port: 80}
                    - {name: bench-canary, port: 80}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: bench}
            spec: {selector: {app: bench}, ports: [{name: http, port: 80, targetPort: http}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: bench-canary}
            spec: {selector: {app: bench}, ports: [{name: http, port: 80, targetPort: http}]}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: bench}
            spec:
              replicas: 2
              selector: {matchLabels: {app: bench}}
              strategy:
                canary:
                  canaryService: bench-canary
                  stableService: bench
                  scaleDownDelaySeconds: 2
                  abortScaleDownDelaySeconds: 2
                  trafficRouting:
                    plugins: {argoproj-labs/gatewayAPI: {httpRoute: bench, namespace: default}}
                  steps:
                    - setWeight: 10
                    - pause: {duration: PAUSEs}
              template:
                metadata: {labels: {app: bench}}
                spec:
                  containers:
                    - name: bench
                      image: host/bench:vRELEASE
                      command: [JAVA, -Xmx64m, -cp, CLASSES, dev.slipway.benchmarks.AnsweringPod]
                      env:
                        - {name: RELEASE, value: "RELEASE"}
                        - {name: FAILURES, value: "FAILURES"}
                      ports: [{name: http, containerPort: 8080}]
                      readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
            """;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final Path launcher;
    private final Path home;
    private final int pauseSeconds;

    private ReleasesOnServer(Path launcher, int pauseSeconds) throws IOException {
        this.launcher = launcher;
        this.pauseSeconds = pauseSeconds;
        this.home = Files.createTempDirectory("slipway-releases");
    }

    public static void main(String[] args) throws Exception {
        // The client asks the edge for a host that has no address.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        double failures = args.length > 0 ? Double.parseDouble(args[0]) : .05;
        int releases = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        int perSecond = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        int pauseSeconds = args.length > 3 ? Integer.parseInt(args[3]) : 600;
        Path launcher = Path.of(args.length > 4 ? args[4] : "slipway").toAbsolutePath();
        try (ReleasesOnServer releasing = new ReleasesOnServer(launcher, pauseSeconds)) {
            releasing.run(failures, releases, perSecond);
        }
    }

    private void run(double failures, int releases, int perSecond) throws Exception {
        int edgePort = startServer();
        apply(0, .001);
        awaitEnd(true);
        List<Double> seconds = new ArrayList<>();
        int aborted = 0;
        try (ReleaseLoad load = new ReleaseLoad(edgePort, HOST, perSecond)) {
            TimeUnit.SECONDS.sleep(20);
            for (int release = 1; release <= releases; release++) {
                apply(release, failures == 0 ? .001 : failures);
                boolean promoted = awaitEnd(failures == 0);
                aborted += promoted ? 0 : 1;
                if (failures > 0) {
                    TimeUnit.SECONDS.sleep(2);
                }
                ReleaseLoad.Answers answers = load.of(Integer.toString(release));
                seconds.add(answers.seconds());
                System.out.printf(
                        Locale.ROOT,
                        "release %d: %s, %d of %d requests failed in %.1f s; %d answered by none%n",
                        release,
                        promoted ? "promoted" : "aborted",
                        answers.failed.sum(),
                        answers.all.sum(),
                        answers.seconds(),
                        load.ofNone().all.sum());
            }
        }
        Collections.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "%d of %d aborted; seconds of use, median %.1f, most %.1f%n",
                aborted,
                releases,
                seconds.get(seconds.size() / 2),
                seconds.getLast());
    }

    private int startServer() throws Exception {
        Process server =
                command(
                                "server",
                                "--api-port=0",
                                "--console-port=0",
                                "--edge-port=0",
                                "--edge-tls-port=0")
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("server.log").toFile())
                        .start();
        Path file = home.resolve("server.json");
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!Files.exists(file)) {
            if (!server.isAlive() || System.nanoTime() > end) {
                throw new IOException(
                        "The server did not start: "
                                + Files.readString(home.resolve("server.log")));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return new ObjectMapper().readTree(Files.readAllBytes(file)).path("edgePort").asInt();
    }

    private void apply(int release, double failures) throws Exception {
        Path manifest = home.resolve("bench.yaml");
        Files.writeString(manifest, manifest(release, failures));
        int code = run("apply", manifest.toString());
        if (code != 0) {
            throw new IOException("apply ended with " + code);
        }
    }

    /// True if the release was promoted, false if it was aborted.
    private boolean awaitEnd(boolean expected) throws Exception {
        int code = run("rollout", "status", "rollout/bench", "--timeout=900");
        if (expected && code != 0) {
            System.out.println(Files.readString(home.resolve("command.log")).strip());
        }
        return code == 0;
    }

    private int run(String... arguments) throws Exception {
        Process process =
                command(arguments)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("command.log").toFile())
                        .start();
        return process.waitFor();
    }

    private ProcessBuilder command(String... arguments) {
        List<String> words = new ArrayList<>(List.of(launcher.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment()
                .putAll(
                        Map.of(
                                "SLIPWAY_HOME", home.toString(),
                                "SLIPWAY_NO_BUILD", "1",
                                "KUBECONFIG", home.resolve("kubeconfig").toString()));
        return builder;
    }

    private String manifest(int release, double failures) {
        return MANIFEST.replace("HOST", HOST)
                .replace("PAUSE", Integer.toString(pauseSeconds))
                .replace("vRELEASE", "v" + release)
                .replace("\"RELEASE\"", "\"" + release + "\"")
                .replace("\"FAILURES\"", "\"" + failures + "\"")
                .replace("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .replace("CLASSES", classes());
    }

    private static String classes() {
        return Path.of(
                        AnsweringPod.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                .toAbsolutePath()
                .toString();
    }

    @Override
    public void close() throws IOException {
        try {
            run("stop", "--pods");
        } catch (Exception e) {
            throw new IOException("The server may still run in " + home, e);
        }
    }
}
