package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.slipway.api.Access;
import dev.slipway.apiserver.ResourceUsage.Amount;
import dev.slipway.apiserver.ResourceUsage.NodeUsage;
import dev.slipway.apiserver.ResourceUsage.PodUsage;
import dev.slipway.apiserver.ResourceUsage.Window;
import dev.slipway.apiserver.ServedKind.Names;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.LabelSelectors;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `metrics.k8s.io/v1beta1`: what `kubectl top` reads. Computed when asked, not stored.
/// Thread-safe.
final class Usages {
    private static final String GROUP = "metrics.k8s.io";
    private static final String VERSION = "v1beta1";
    private static final double NANOS = 1e9;
    private static final int KIBI = 1024;

    private static final ServedKind PODS = kind("PodMetrics", "pods", true);
    private static final ServedKind NODES = kind("NodeMetrics", "nodes", false);

    static final List<ServedKind> KINDS = List.of(NODES, PODS);

    private final Gate gate;
    private final ResourceUsage usage;

    Usages(Gate gate, ResourceUsage usage) {
        this.gate = gate;
        this.usage = usage;
    }

    static @Nullable ServedKind find(RequestPath.Resource path) {
        boolean ours = path.group().equals(GROUP) && path.version().equals(VERSION);
        if (!ours || !path.subresource().isEmpty()) {
            return null;
        }
        return switch (path.plural()) {
            case "pods" -> PODS;
            case "nodes" -> NODES;
            default -> null;
        };
    }

    HttpResponse answer(Call call, RequestPath.Resource path, ServedKind kind) {
        if (call.method() != HttpMethod.GET) {
            throw call.methodNotAllowed();
        }
        String verb = path.name().isEmpty() ? "list" : "get";
        gate.check(
                call.caller(),
                new Access(verb, GROUP, path.plural(), "", path.namespace(), path.name(), ""),
                null);
        List<ObjectNode> found = kind.equals(PODS) ? pods(call, path) : nodes(call, path);
        return Replies.json(call, HttpStatus.OK, Json.bytes(document(path, kind, found)));
    }

    private static ObjectNode document(
            RequestPath.Resource path, ServedKind kind, List<ObjectNode> found) {
        if (path.name().isEmpty()) {
            ObjectNode list = Json.object();
            list.put("kind", kind.type().kind() + "List")
                    .put("apiVersion", kind.type().apiVersion());
            list.putObject("metadata");
            list.putArray("items").addAll(found);
            return list;
        }
        if (found.isEmpty()) {
            throw new ApiException(
                    Reason.NOT_FOUND,
                    "%s.%s \"%s\" not found".formatted(path.plural(), GROUP, path.name()));
        }
        return found.getFirst();
    }

    private List<ObjectNode> pods(Call call, RequestPath.Resource path) {
        LabelSelector labels = LabelSelectors.parse(call.query().text("labelSelector"));
        return usage.pods(path.namespace()).stream()
                .filter(pod -> isMeant(path, pod.key().name()) && labels.matches(pod.labels()))
                .sorted(Comparator.comparing((PodUsage pod) -> pod.key().toString()))
                .map(Usages::tree)
                .toList();
    }

    private List<ObjectNode> nodes(Call call, RequestPath.Resource path) {
        LabelSelector labels = LabelSelectors.parse(call.query().text("labelSelector"));
        return usage.nodes().stream()
                .filter(node -> isMeant(path, node.name()) && labels.matches(node.labels()))
                .sorted(Comparator.comparing(NodeUsage::name))
                .map(Usages::tree)
                .toList();
    }

    private static boolean isMeant(RequestPath.Resource path, String name) {
        return path.name().isEmpty() || path.name().equals(name);
    }

    private static ObjectNode tree(PodUsage pod) {
        ObjectNode tree = tree(PODS, pod.window(), pod.labels());
        ObjectNode metadata = (ObjectNode) tree.path("metadata");
        metadata.put("name", pod.key().name()).put("namespace", pod.key().namespace());
        ArrayNode containers = tree.putArray("containers");
        new TreeMap<>(pod.containers())
                .forEach((name, amount) -> {
                    ObjectNode container = containers.addObject().put("name", name);
                    container.set("usage", tree(amount));
                });
        return tree;
    }

    private static ObjectNode tree(NodeUsage node) {
        ObjectNode tree = tree(NODES, node.window(), node.labels());
        ((ObjectNode) tree.path("metadata")).put("name", node.name());
        tree.set("usage", tree(node.amount()));
        return tree;
    }

    private static ObjectNode tree(ServedKind kind, Window window, Map<String, String> labels) {
        ObjectNode tree = Json.object();
        tree.put("kind", kind.type().kind()).put("apiVersion", kind.type().apiVersion());
        ObjectNode metadata = tree.putObject("metadata");
        String end = window.end().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        metadata.put("creationTimestamp", end);
        if (!labels.isEmpty()) {
            ObjectNode written = metadata.putObject("labels");
            new TreeMap<>(labels).forEach(written::put);
        }
        tree.put("timestamp", end).put("window", window.length().toSeconds() + "s");
        return tree;
    }

    private static ObjectNode tree(Amount amount) {
        return Json.object()
                .put("cpu", Math.round(amount.cpuCores() * NANOS) + "n")
                .put("memory", amount.memoryBytes() / KIBI + "Ki");
    }

    private static ServedKind kind(String kind, String plural, boolean namespaced) {
        return new ServedKind(
                new GroupVersionKind(GROUP, VERSION, kind),
                new Names(plural, "", List.of(), List.of()),
                namespaced,
                List.of("get", "list"),
                List.of());
    }
}
