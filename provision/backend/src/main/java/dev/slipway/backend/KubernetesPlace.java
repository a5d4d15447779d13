package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Secrets of a Kubernetes cluster: Terraform's `kubernetes` backend. A state is compressed, and in
/// several secrets if it is larger than one may be. The lock is a lease. Thread-safe.
final class KubernetesPlace implements Place {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PART_BYTES_MAX = 1 << 20;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String SECRETS = "/api/v1";
    private static final String LEASES = "/apis/coordination.k8s.io/v1";
    private static final String INFO = "app.terraform.io/lock-info";
    private static final String WORKSPACE = "tfstateWorkspace";
    private static final String SUFFIX = "tfstateSecretSuffix";

    private final Names names;
    private final KubernetesAccess access;
    private final Http http;

    /// How secrets are called, and what else they are labelled with.
    private record Names(String namespace, String suffix, SortedMap<String, String> labels) {
        String secret(String workspace) {
            return "tfstate-" + workspace + "-" + suffix;
        }

        String lease(String workspace) {
            return "lock-" + secret(workspace);
        }

        SortedMap<String, String> all(String workspace) {
            SortedMap<String, String> all = new TreeMap<>(labels);
            all.put("app.kubernetes.io/managed-by", "terraform");
            all.put("tfstate", "true");
            all.put(SUFFIX, suffix);
            all.put(WORKSPACE, workspace);
            return all;
        }
    }

    private KubernetesPlace(Names names, KubernetesAccess access, Http http) {
        this.names = names;
        this.access = access;
        this.http = http;
    }

    static KubernetesPlace of(Settings settings) {
        String namespace = settings.text("namespace", "KUBE_NAMESPACE");
        Names names =
                new Names(
                        namespace.isEmpty() ? "default" : namespace,
                        settings.required("secret_suffix"),
                        settings.map("labels"));
        KubernetesAccess access = KubernetesAccess.of(settings);
        return new KubernetesPlace(names, access, new Http(Http.Retries.DEFAULT, access.tls()));
    }

    @Override
    public String name(String workspace) {
        return access.server() + ": secret " + names.namespace() + "/" + names.secret(workspace);
    }

    private Http.Answer send(String method, String path, byte[] body) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (!access.authorization().isEmpty()) {
            headers.put("Authorization", access.authorization());
        }
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        URI uri = URI.create(access.server() + path);
        return http.send(new Http.Request(method, uri, headers, body));
    }

    private String secrets(String name) {
        return SECRETS + "/namespaces/" + names.namespace() + "/secrets" + name;
    }

    private String leases(String name) {
        return LEASES + "/namespaces/" + names.namespace() + "/leases" + name;
    }

    private JsonNode checked(Http.Answer answer, String what) throws IOException {
        if (!answer.isGood()) {
            throw new IOException(what + " answers " + answer.status() + said(answer));
        }
        return answer.body().length == 0
                ? MAPPER.createObjectNode()
                : MAPPER.readTree(answer.body());
    }

    private static String said(Http.Answer answer) {
        try {
            String message = MAPPER.readTree(answer.body()).path("message").asText("");
            return message.isEmpty() ? "" : ": " + message;
        } catch (IOException e) {
            return "";
        }
    }

    private JsonNode list(SortedMap<String, String> labels) throws IOException {
        String selector =
                labels.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(","));
        String query = "?labelSelector=" + AwsSignature.escaped(selector, false);
        return checked(send("GET", secrets(query), new byte[0]), "listing secrets").path("items");
    }

    @Override
    public List<String> workspaces() throws IOException {
        SortedMap<String, String> labels = new TreeMap<>(Map.of("tfstate", "true"));
        labels.put(SUFFIX, names.suffix());
        List<String> found = new ArrayList<>();
        for (JsonNode each : list(labels)) {
            String workspace = each.path("metadata").path("labels").path(WORKSPACE).asText("");
            if (!workspace.isEmpty() && !workspace.equals("default")) {
                found.add(workspace);
            }
        }
        return found.stream().distinct().toList();
    }

    /// The secrets of a state, in order.
    private List<JsonNode> parts(String workspace) throws IOException {
        List<JsonNode> parts = new ArrayList<>();
        list(names.all(workspace)).forEach(parts::add);
        parts.sort(Comparator.comparingInt(each -> number(workspace, name(each))));
        return parts;
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText("");
    }

    private String partName(String workspace, int number) {
        return names.secret(workspace) + (number == 0 ? "" : "-part-" + number);
    }

    private int number(String workspace, String name) {
        String rest = name.substring(Math.min(name.length(), names.secret(workspace).length()));
        return rest.matches("-part-\\d{1,6}") ? Integer.parseInt(rest.substring(6)) : 0;
    }

    @Override
    public void delete(String workspace) throws IOException {
        for (JsonNode each : parts(workspace)) {
            checked(send("DELETE", secrets("/" + name(each)), new byte[0]), "deleting");
        }
        Http.Answer answer = send("DELETE", leases("/" + names.lease(workspace)), new byte[0]);
        if (answer.status() != NOT_FOUND) {
            checked(answer, "deleting the lease");
        }
    }

    @Override
    public byte @Nullable [] read(String workspace) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (JsonNode each : parts(workspace)) {
            String part = each.path("data").path("tfstate").asText("");
            whole.writeBytes(Base64.getDecoder().decode(part));
        }
        if (whole.size() == 0) {
            return null;
        }
        try (GZIPInputStream plain =
                new GZIPInputStream(new ByteArrayInputStream(whole.toByteArray()))) {
            return plain.readAllBytes();
        }
    }

    @Override
    public void write(String workspace, byte[] state, @Nullable LockHolder lock)
            throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(state);
        }
        byte[] whole = packed.toByteArray();
        Map<String, JsonNode> before = new LinkedHashMap<>();
        parts(workspace).forEach(each -> before.put(name(each), each));
        for (int i = 0; i * PART_BYTES_MAX < whole.length; i++) {
            int start = i * PART_BYTES_MAX;
            byte[] part =
                    Arrays.copyOfRange(
                            whole, start, Math.min(whole.length, start + PART_BYTES_MAX));
            String name = partName(workspace, i);
            put(workspace, name, before.remove(name), part);
        }
        for (String each : before.keySet()) {
            checked(send("DELETE", secrets("/" + each), new byte[0]), "deleting");
        }
    }

    private void put(String workspace, String name, @Nullable JsonNode before, byte[] part)
            throws IOException {
        ObjectNode secret = MAPPER.createObjectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
        metadata(secret, workspace, name, before);
        secret.withObject("metadata").putObject("annotations").put("encoding", "gzip");
        secret.putObject("data").put("tfstate", part);
        byte[] body = MAPPER.writeValueAsBytes(secret);
        checked(
                before == null
                        ? send("POST", secrets(""), body)
                        : send("PUT", secrets("/" + name), body),
                "writing the secret " + name);
    }

    private void metadata(
            ObjectNode object, String workspace, String name, @Nullable JsonNode before) {
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", name).put("namespace", names.namespace());
        if (before != null) {
            metadata.set("resourceVersion", before.path("metadata").path("resourceVersion"));
        }
        ObjectNode labels = metadata.putObject("labels");
        names.all(workspace).forEach(labels::put);
    }

    /// Null if there is none.
    private @Nullable JsonNode lease(String workspace) throws IOException {
        Http.Answer answer = send("GET", leases("/" + names.lease(workspace)), new byte[0]);
        return answer.status() == NOT_FOUND ? null : checked(answer, "reading the lease");
    }

    private static LockHolder holder(JsonNode lease) {
        String info = lease.path("metadata").path("annotations").path(INFO).asText("");
        LockHolder told = LockHolder.read(info.getBytes(StandardCharsets.UTF_8));
        String id = lease.path("spec").path("holderIdentity").asText("");
        return told.id().equals(id)
                ? told
                : LockHolder.read(("{\"ID\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Locking lock(String workspace, LockHolder info) throws IOException {
        JsonNode before = lease(workspace);
        if (before != null && !holder(before).id().isEmpty()) {
            return new Locking.Held(holder(before));
        }
        Http.Answer answer = putLease(workspace, before, info);
        if (answer.status() == CONFLICT) {
            JsonNode other = lease(workspace);
            return new Locking.Held(holder(other == null ? MAPPER.createObjectNode() : other));
        }
        checked(answer, "writing the lease");
        return new Locking.Taken(info);
    }

    private Http.Answer putLease(
            String workspace, @Nullable JsonNode before, @Nullable LockHolder holder)
            throws IOException {
        ObjectNode lease = MAPPER.createObjectNode();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        metadata(lease, workspace, names.lease(workspace), before);
        ObjectNode spec = lease.putObject("spec");
        if (holder != null) {
            spec.put("holderIdentity", holder.id());
            lease.withObject("metadata")
                    .putObject("annotations")
                    .put(INFO, new String(holder.json(), StandardCharsets.UTF_8));
        }
        byte[] body = MAPPER.writeValueAsBytes(lease);
        return before == null
                ? send("POST", leases(""), body)
                : send("PUT", leases("/" + names.lease(workspace)), body);
    }

    @Override
    public void unlock(String workspace, LockHolder info) throws IOException {
        JsonNode lease = lease(workspace);
        String id = lease == null ? "" : holder(lease).id();
        if (!id.equals(info.id())) {
            throw new IOException(
                    id.isEmpty()
                            ? "it is not locked"
                            : "the lock has the ID " + id + " (expected: " + info.id() + ")");
        }
        checked(putLease(workspace, lease, null), "writing the lease");
    }

    @Override
    public void close() {
        http.close();
    }
}
