package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.StateException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The KV store of Consul: Terraform's `consul` backend. A state that is too large for one key is
/// in several, which the key of the state names. The lock is a key that belongs to a session; who
/// holds it is beside it. Thread-safe.
final class ConsulPlace implements Place {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DEFAULT = "default";
    private static final int PART_BYTES_MAX = 524_288;

    /// By this number Consul's own clients know a key as a lock.
    private static final long LOCK_FLAGS = 0x2ddccbc058a50c18L;

    private static final String SESSION_TTL = "15s";
    private static final long RENEWAL_SECONDS = 5;
    private static final String LOCK_DELAY = "5000ms";

    private final String path;
    private final Use use;
    private final ConsulStore store;
    private final Map<String, CountDownLatch> renewals = new ConcurrentHashMap<>();

    /// Whether states are compressed, and locked.
    private record Use(boolean compresses, boolean locks) {}

    private ConsulPlace(String path, Use use, ConsulStore store) {
        this.path = path;
        this.use = use;
        this.store = store;
    }

    static ConsulPlace of(Settings settings) {
        String address = settings.text("address", "CONSUL_HTTP_ADDR");
        String scheme = settings.text("scheme");
        if (scheme.isEmpty()) {
            boolean isSecure = settings.text("", "CONSUL_HTTP_SSL").matches("true|1");
            scheme = isSecure ? "https" : "http";
        }
        String whole = address.isEmpty() ? "127.0.0.1:8500" : address;
        if (!whole.contains("://")) {
            whole = scheme + "://" + whole;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        String token = settings.text("access_token", "CONSUL_HTTP_TOKEN");
        if (!token.isEmpty()) {
            headers.put("X-Consul-Token", token);
        }
        String auth = settings.text("http_auth", "CONSUL_HTTP_AUTH");
        if (!auth.isEmpty()) {
            String pair = auth.contains(":") ? auth : auth + ":";
            headers.put(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return new ConsulPlace(
                settings.required("path"),
                new Use(settings.truth("gzip", false), settings.truth("lock", true)),
                new ConsulStore(
                        new ConsulStore.Server(
                                whole.replaceAll("/+$", ""), settings.text("datacenter"), headers),
                        new Http(
                                Http.Retries.DEFAULT,
                                whole.startsWith("https:") ? tls(settings) : null)));
    }

    private static SSLContext tls(Settings settings) {
        try {
            return Tls.context(
                    file(settings.text("ca_file", "CONSUL_CACERT")),
                    file(settings.text("cert_file", "CONSUL_CLIENT_CERT")),
                    file(settings.text("key_file", "CONSUL_CLIENT_KEY")));
        } catch (GeneralSecurityException | IOException e) {
            throw new StateException(settings.what() + ": certificates: " + e.getMessage(), e);
        }
    }

    private static String file(String name) throws IOException {
        return name.isEmpty() ? "" : Files.readString(Path.of(name));
    }

    private String key(String workspace) {
        return workspace.equals(DEFAULT) ? path : path + "-env:" + workspace;
    }

    private String lockKey(String workspace) {
        return key(workspace) + "/.lock";
    }

    private String holderKey(String workspace) {
        return key(workspace) + "/.lockinfo";
    }

    @Override
    public String name(String workspace) {
        return store.address() + ": " + key(workspace);
    }

    @Override
    public List<String> workspaces() throws IOException {
        String prefix = path + "-env:";
        return store.keys(prefix).stream()
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()).replaceAll("/$", ""))
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public void delete(String workspace) throws IOException {
        String key = key(workspace);
        ConsulStore.Entry entry = store.read(key);
        store.delete(key);
        if (entry != null) {
            deleteParts(key, parts(entry));
        }
    }

    /// What names the keys of a state that is in several; null if it is in one.
    private static @Nullable JsonNode parts(ConsulStore.Entry entry) {
        try {
            JsonNode json = MAPPER.readTree(entry.value());
            return json.has("current-hash") && json.path("chunks").isArray() ? json : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public byte @Nullable [] read(String workspace) throws IOException {
        ConsulStore.Entry entry = store.read(key(workspace));
        if (entry == null) {
            return null;
        }
        JsonNode parts = parts(entry);
        byte[] whole = parts == null ? entry.value() : joined(parts);
        boolean isCompressed =
                whole.length > 1 && whole[0] == (byte) 0x1f && whole[1] == (byte) 0x8b;
        if (!isCompressed) {
            return whole;
        }
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(whole))) {
            return plain.readAllBytes();
        }
    }

    private byte[] joined(JsonNode parts) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (JsonNode each : parts.path("chunks")) {
            ConsulStore.Entry part = store.read(each.asText());
            if (part == null) {
                throw new IOException("the part " + each.asText() + " is not there");
            }
            whole.writeBytes(part.value());
        }
        String expected = parts.path("current-hash").asText("");
        String found = sum(whole.toByteArray());
        if (!found.equals(expected)) {
            throw new IOException("its MD5 sum is " + found + " (expected: " + expected + ")");
        }
        return whole.toByteArray();
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    @Override
    public void write(String workspace, byte[] state, @Nullable LockHolder lock)
            throws IOException {
        byte[] bytes = use.compresses() ? compressed(state) : state;
        String key = key(workspace);
        ConsulStore.Entry before = store.read(key);
        JsonNode old = before == null ? null : parts(before);
        String sum = sum(bytes);
        boolean isWhole = store.replace(key, bytes, before);
        if (!isWhole && !store.replace(key, split(key, sum, bytes), before)) {
            throw new IOException("it is too large for Consul even in parts");
        }
        if (old != null && (isWhole || !old.path("current-hash").asText("").equals(sum))) {
            deleteParts(key, old);
        }
    }

    private static byte[] compressed(byte[] state) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(state);
        }
        return packed.toByteArray();
    }

    /// Writes the parts; what names them.
    private byte[] split(String key, String sum, byte[] bytes) throws IOException {
        ObjectNode names = MAPPER.createObjectNode();
        ArrayNode chunks = names.putArray("chunks");
        names.put("current-hash", sum);
        for (int start = 0; start < bytes.length; start += PART_BYTES_MAX) {
            String part = key + "/tfstate." + sum + "/" + start / PART_BYTES_MAX;
            byte[] content =
                    Arrays.copyOfRange(
                            bytes, start, Math.min(bytes.length, start + PART_BYTES_MAX));
            if (!store.write(part, content)) {
                throw new IOException(
                        "Consul does not take values of " + PART_BYTES_MAX + " bytes");
            }
            chunks.add(part);
        }
        return MAPPER.writeValueAsBytes(names);
    }

    private void deleteParts(String key, @Nullable JsonNode parts) throws IOException {
        if (parts != null) {
            store.deleteAll(key + "/tfstate." + parts.path("current-hash").asText() + "/");
        }
    }

    private LockHolder holder(String workspace) throws IOException {
        ConsulStore.Entry entry = store.read(holderKey(workspace));
        return LockHolder.read(entry == null ? new byte[0] : entry.value());
    }

    @Override
    public Locking lock(String workspace, LockHolder info) throws IOException {
        if (!use.locks()) {
            return new Locking.Taken(info);
        }
        String session = store.open(SESSION_TTL, LOCK_DELAY);
        boolean isTaken = false;
        try {
            isTaken = store.acquire(lockKey(workspace), session, LOCK_FLAGS);
        } finally {
            if (!isTaken) {
                store.end(session);
            }
        }
        if (!isTaken) {
            return new Locking.Held(holder(workspace));
        }
        renewFromNowOn(session);
        LockHolder own =
                new LockHolder(
                        session,
                        info.operation(),
                        "consul session: " + session,
                        info.who(),
                        info.created(),
                        key(workspace));
        store.write(holderKey(workspace), own.json());
        return new Locking.Taken(own);
    }

    /// Until it is unlocked; a session that is not renewed ends, and with it the lock.
    private void renewFromNowOn(String session) {
        CountDownLatch end = new CountDownLatch(1);
        renewals.put(session, end);
        Thread.ofVirtual()
                .name("consul-session")
                .start(() -> {
                    try {
                        while (!end.await(RENEWAL_SECONDS, TimeUnit.SECONDS)) {
                            renew(session);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void renew(String session) {
        try {
            store.renew(session);
        } catch (IOException e) {
            // It is tried again soon. If the session ends meanwhile, what is written is written
            // only over what was read.
        }
    }

    @Override
    public void unlock(String workspace, LockHolder info) throws IOException {
        if (!use.locks()) {
            return;
        }
        CountDownLatch renewal = renewals.remove(info.id());
        if (renewal != null) {
            renewal.countDown();
        }
        String id = holder(workspace).id();
        if (!id.equals(info.id())) {
            throw new IOException(
                    id.isEmpty()
                            ? "it is not locked"
                            : "the lock has the ID " + id + " (expected: " + info.id() + ")");
        }
        store.delete(holderKey(workspace));
        store.release(lockKey(workspace), id, LOCK_FLAGS);
        store.delete(lockKey(workspace));
        store.end(id);
    }

    @Override
    public void close() {
        renewals.values().forEach(CountDownLatch::countDown);
        store.close();
    }
}
