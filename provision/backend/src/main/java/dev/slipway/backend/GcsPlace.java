package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.state.StateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bucket of Google's Cloud Storage: Terraform's `gcs` backend. The lock is an object beside the
/// state that only one can make; its generation is the ID of the lock. Thread-safe.
///
/// Source: [Objects](https://cloud.google.com/storage/docs/json_api/v1/objects).
final class GcsPlace implements Place {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] NOTHING = new byte[0];
    private static final String STATE = ".tfstate";
    private static final String LOCK = ".tflock";
    private static final String API = "storage/v1/b/";
    private static final int NOT_FOUND = 404;
    private static final int EXISTS = 412;
    private static final int KEY_BYTES = 32;

    private final Bucket bucket;
    private final Supplier<String> login;
    private final Http http;

    /// Where in which bucket; `kmsKey` may be empty, `headers` tell a key of the caller.
    private record Bucket(
            String server,
            String name,
            String prefix,
            String kmsKey,
            Map<String, String> headers) {}

    private GcsPlace(Bucket bucket, Supplier<String> login, Http http) {
        this.bucket = bucket;
        this.login = login;
        this.http = http;
    }

    static GcsPlace of(Settings settings, InstantSource clock) {
        String prefix = settings.text("prefix").replaceAll("^/+", "");
        String kmsKey = settings.text("kms_encryption_key", "GOOGLE_KMS_ENCRYPTION_KEY");
        Map<String, String> headers = ownKey(settings);
        if (!kmsKey.isEmpty() && !headers.isEmpty()) {
            throw new StateException(
                    settings.what()
                            + ": kms_encryption_key and encryption_key (expected: one of them)");
        }
        return new GcsPlace(
                new Bucket(
                        server(settings),
                        settings.required("bucket"),
                        prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                        kmsKey,
                        headers),
                new GcpLogin(settings, clock),
                new Http(Http.Retries.DEFAULT, null));
    }

    /// The address without the path of the API, which is part of what is set.
    private static String server(Settings settings) {
        String custom =
                settings.text(
                        "storage_custom_endpoint",
                        "GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT",
                        "GOOGLE_STORAGE_CUSTOM_ENDPOINT");
        return custom.isEmpty()
                ? "https://storage.googleapis.com/"
                : custom.replaceAll("/storage/v1(/b)?/?$", "").replaceAll("/*$", "/");
    }

    /// The headers of a key with which the server encrypts, and which it forgets.
    private static Map<String, String> ownKey(Settings settings) {
        String text = settings.text("encryption_key", "GOOGLE_ENCRYPTION_KEY");
        if (text.isEmpty()) {
            return Map.of();
        }
        try {
            Path file = Path.of(text);
            String key = Files.isRegularFile(file) ? Files.readString(file).strip() : text;
            byte[] bytes = Base64.getDecoder().decode(key);
            if (bytes.length == KEY_BYTES) {
                byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
                return Map.of(
                        "x-goog-encryption-algorithm",
                        "AES256",
                        "x-goog-encryption-key",
                        key,
                        "x-goog-encryption-key-sha256",
                        Base64.getEncoder().encodeToString(sum));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new StateException(
                    settings.what() + ": encryption_key is neither base64 nor a file of it", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
        throw new StateException(
                settings.what()
                        + ": encryption_key has another length (expected: the base64 of "
                        + KEY_BYTES
                        + " bytes)");
    }

    private String key(String workspace, String suffix) {
        return bucket.prefix() + workspace + suffix;
    }

    @Override
    public String name(String workspace) {
        return "gs://" + bucket.name() + "/" + key(workspace, STATE);
    }

    private Http.Answer send(String method, String path) throws IOException {
        return send(method, path, "", NOTHING);
    }

    private Http.Answer send(String method, String path, String boundary, byte[] body)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(bucket.headers());
        headers.put("Authorization", "Bearer " + login.get());
        if (body.length > 0) {
            headers.put("Content-Type", "multipart/related; boundary=" + boundary);
        }
        return http.send(
                new Http.Request(method, URI.create(bucket.server() + path), headers, body));
    }

    private Http.Answer object(String method, String key, String query) throws IOException {
        String path = API + bucket.name() + "/o/" + AwsSignature.escaped(key, false);
        return send(method, path + query);
    }

    private Http.Answer upload(String key, String condition, byte[] content) throws IOException {
        String boundary = UUID.randomUUID().toString();
        String kms =
                bucket.kmsKey().isEmpty()
                        ? ""
                        : "&kmsKeyName=" + AwsSignature.escaped(bucket.kmsKey(), false);
        return send(
                "POST",
                "upload/"
                        + API
                        + bucket.name()
                        + "/o?uploadType=multipart&name="
                        + AwsSignature.escaped(key, false)
                        + condition
                        + kms,
                boundary,
                parts(boundary, content));
    }

    /// What is said of the object, and the object.
    private static byte[] parts(String boundary, byte[] content) {
        String head =
                "--%s\r\nContent-Type: application/json\r\n\r\n{}\r\n--%s\r\nContent-Type: application/json\r\n\r\n"
                        .formatted(boundary, boundary);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private JsonNode checked(Http.Answer answer, String what) throws IOException {
        if (!answer.isGood()) {
            throw new IOException(
                    what
                            + " answers "
                            + answer.status()
                            + said(answer.body())
                            + " for bucket "
                            + bucket.name());
        }
        return answer.body().length == 0
                ? MAPPER.createObjectNode()
                : MAPPER.readTree(answer.body());
    }

    private static String said(byte[] body) {
        try {
            String message = MAPPER.readTree(body).path("error").path("message").asText("");
            return message.isEmpty() ? "" : " (" + message + ")";
        } catch (IOException e) {
            return " (" + new String(body, StandardCharsets.UTF_8).strip() + ")";
        }
    }

    @Override
    public List<String> workspaces() throws IOException {
        List<String> names = new ArrayList<>();
        String query = "?delimiter=%2F&prefix=" + AwsSignature.escaped(bucket.prefix(), false);
        String next = "";
        do {
            String more = next.isEmpty() ? "" : "&pageToken=" + AwsSignature.escaped(next, false);
            String path = API + bucket.name() + "/o" + query + more;
            JsonNode page = checked(send("GET", path), "listing");
            for (JsonNode each : page.path("items")) {
                String name = each.path("name").asText("");
                if (name.startsWith(bucket.prefix()) && name.endsWith(STATE)) {
                    names.add(
                            name.substring(
                                    bucket.prefix().length(), name.length() - STATE.length()));
                }
            }
            next = page.path("nextPageToken").asText("");
        } while (!next.isEmpty());
        return names.stream().filter(each -> !each.equals("default")).toList();
    }

    @Override
    public void delete(String workspace) throws IOException {
        Http.Answer answer = object("DELETE", key(workspace, STATE), "");
        if (answer.status() != NOT_FOUND) {
            checked(answer, "deleting");
        }
    }

    @Override
    public byte @Nullable [] read(String workspace) throws IOException {
        return content(key(workspace, STATE));
    }

    /// Null if there is none.
    private byte @Nullable [] content(String key) throws IOException {
        Http.Answer answer = object("GET", key, "?alt=media");
        if (answer.status() == NOT_FOUND) {
            return null;
        }
        if (!answer.isGood()) {
            checked(answer, "reading");
        }
        return answer.body();
    }

    @Override
    public void write(String workspace, byte[] state, @Nullable LockHolder lock)
            throws IOException {
        checked(upload(key(workspace, STATE), "", state), "writing");
    }

    @Override
    public Locking lock(String workspace, LockHolder info) throws IOException {
        String key = key(workspace, LOCK);
        LockHolder own = info.at("gs://" + bucket.name() + "/" + key);
        Http.Answer answer = upload(key, "&ifGenerationMatch=0", own.json());
        if (answer.status() == EXISTS) {
            return new Locking.Held(holder(workspace));
        }
        String generation = checked(answer, "locking").path("generation").asText("");
        return new Locking.Taken(withId(own, generation));
    }

    private static LockHolder withId(LockHolder info, String id) {
        return new LockHolder(
                id, info.operation(), info.info(), info.who(), info.created(), info.path());
    }

    /// Nothing of it if nobody holds the lock.
    private LockHolder holder(String workspace) throws IOException {
        String key = key(workspace, LOCK);
        Http.Answer answer = object("GET", key, "");
        byte[] content = answer.status() == NOT_FOUND ? null : content(key);
        if (content == null) {
            return LockHolder.read(NOTHING);
        }
        String generation = checked(answer, "reading the lock").path("generation").asText("");
        return withId(LockHolder.read(content), generation);
    }

    @Override
    public void unlock(String workspace, LockHolder info) throws IOException {
        LockHolder holder = holder(workspace);
        if (!holder.id().equals(info.id())) {
            throw new IOException(
                    holder.id().isEmpty()
                            ? "it is not locked"
                            : "the lock has the ID "
                                    + holder.id()
                                    + " (expected: "
                                    + info.id()
                                    + ")");
        }
        String condition = "?ifGenerationMatch=" + AwsSignature.escaped(info.id(), false);
        checked(object("DELETE", key(workspace, LOCK), condition), "unlocking");
    }

    @Override
    public void close() {
        http.close();
    }
}
