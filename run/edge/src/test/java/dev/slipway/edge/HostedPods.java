package dev.slipway.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A node whose pods are HTTP servers in this JVM, which answer with their image. A pod is ready
/// when it listens, and stops, at once and without mercy, when the edge says that it is drained.
final class HostedPods implements Component {
    private static final Duration DRAIN_POLL = Duration.ofMillis(5);

    private final Resources<Pod> pods;
    private final Informer<Pod> informer;
    private final Controller controller;
    private final Map<String, HttpServer> servers = new ConcurrentHashMap<>();
    private @Nullable Edge edge;

    HostedPods(Cluster cluster, Informers informers, Time time) {
        this.pods = cluster.resources(Kinds.POD);
        this.informer = informers.of(Kinds.POD);
        this.controller =
                Controller.named("hosted-pods", this::reconcile, time)
                        .onChange(informer)
                        .workers(4)
                        .build();
    }

    void drainedBy(Edge newEdge) {
        this.edge = newEdge;
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
        servers.values().forEach(server -> server.stop(0));
    }

    private Result reconcile(ObjectKey key) {
        Pod pod = informer.find(key);
        if (pod == null) {
            return Result.done();
        }
        String uid = pod.metadata().storedUid();
        if (pod.metadata().isBeingDeleted()) {
            return stop(pod, uid);
        }
        if (!servers.containsKey(uid)) {
            HttpServer server = serve(String.valueOf(pod.spec().containers().getFirst().image()));
            servers.put(uid, server);
            report(pod, server.getAddress().getPort());
        }
        return Result.done();
    }

    private Result stop(Pod pod, String uid) {
        HttpServer server = servers.get(uid);
        Edge asked = edge;
        if (server != null) {
            if (asked != null && !asked.isDrained(pod.key(), uid, List.of(server.getAddress()))) {
                return Result.after(DRAIN_POLL);
            }
            server.stop(0);
            servers.remove(uid);
        }
        pods.delete(pod.key(), DeleteOptions.ofUid(uid).withGracePeriod(Duration.ZERO));
        return Result.done();
    }

    private void report(Pod pod, int port) {
        ObjectNode change = Json.object();
        change.putObject("metadata")
                .putObject("annotations")
                .put("slipway.dev/host-ports", "{\"8080\":" + port + "}");
        change.putObject("spec").put("nodeName", "here");
        pods.patch(pod.key(), new Patch.MergePatch(change));
        ObjectNode status = Json.object();
        ObjectNode inner = status.putObject("status");
        inner.put("phase", "Running").put("podIP", "127.0.0.1");
        inner.putArray("podIPs").addObject().put("ip", "127.0.0.1");
        inner.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        pods.patchStatus(pod.key(), new Patch.MergePatch(status));
    }

    private static HttpServer serve(String image) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 100);
            byte[] answer = image.getBytes(StandardCharsets.UTF_8);
            server.createContext(
                    "/",
                    exchange -> {
                        exchange.getRequestBody().readAllBytes();
                        exchange.sendResponseHeaders(200, answer.length);
                        exchange.getResponseBody().write(answer);
                        exchange.close();
                    });
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
