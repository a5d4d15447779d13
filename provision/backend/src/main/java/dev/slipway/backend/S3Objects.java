package dev.slipway.backend;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The objects of a bucket of Amazon S3, or of what speaks like it. Thread-safe.
final class S3Objects implements AutoCloseable {
    private static final byte[] NOTHING = new byte[0];
    private static final int NOT_FOUND = 404;
    private static final List<Integer> EXISTS = List.of(409, 412);

    private final Bucket bucket;
    private final Supplier<AwsCredentials> credentials;
    private final Http http;
    private final InstantSource clock;

    /// A bucket at the address `base`. `written` are headers of what is written, `read` of what is
    /// read, where the server encrypts with a key of the caller.
    record Bucket(
            URI base,
            String region,
            String name,
            Map<String, String> written,
            Map<String, String> read) {
        Bucket {
            written = Map.copyOf(written);
            read = Map.copyOf(read);
        }
    }

    S3Objects(Bucket bucket, Supplier<AwsCredentials> credentials, Http http, InstantSource clock) {
        this.bucket = bucket;
        this.credentials = credentials;
        this.http = http;
        this.clock = clock;
    }

    String bucketName() {
        return bucket.name();
    }

    /// Null if there is none.
    byte @Nullable [] read(String key) throws IOException {
        Http.Answer answer = object("GET", key, bucket.read(), NOTHING);
        if (answer.status() == NOT_FOUND
                && !Xml.first(answer.body(), "Code").equals("NoSuchBucket")) {
            return null;
        }
        check(answer, "reading");
        return answer.body();
    }

    void write(String key, byte[] content) throws IOException {
        check(object("PUT", key, json(), content), "writing");
    }

    /// Whether there was none yet, so that it could be made.
    boolean create(String key, byte[] content) throws IOException {
        Map<String, String> headers = json();
        headers.put("if-none-match", "*");
        Http.Answer answer = object("PUT", key, headers, content);
        if (EXISTS.contains(answer.status())) {
            return false;
        }
        check(answer, "locking");
        return true;
    }

    private Map<String, String> json() {
        Map<String, String> headers = new LinkedHashMap<>(bucket.written());
        headers.put("content-type", "application/json");
        return headers;
    }

    void delete(String key) throws IOException {
        check(object("DELETE", key, Map.of(), NOTHING), "deleting");
    }

    /// The keys that begin so.
    List<String> keys(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        String query = "list-type=2&prefix=" + AwsSignature.escaped(prefix, false);
        String next = "";
        do {
            String more =
                    next.isEmpty()
                            ? ""
                            : "continuation-token=" + AwsSignature.escaped(next, false) + "&";
            Http.Answer answer = send("GET", "?" + more + query, Map.of(), NOTHING);
            check(answer, "listing");
            keys.addAll(Xml.all(answer.body(), "Key"));
            next = Xml.first(answer.body(), "NextContinuationToken");
        } while (!next.isEmpty());
        return keys;
    }

    private Http.Answer object(String method, String key, Map<String, String> headers, byte[] body)
            throws IOException {
        return send(method, AwsSignature.escaped(key, true), headers, body);
    }

    private Http.Answer send(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        URI uri = URI.create(bucket.base() + path);
        AwsSignature signature = new AwsSignature(credentials.get(), bucket.region(), "s3");
        return http.send(
                new Http.Request(
                        method,
                        uri,
                        signature.headers(method, uri, headers, body, clock.instant()),
                        body));
    }

    private void check(Http.Answer answer, String what) throws IOException {
        if (!answer.isGood()) {
            throw new IOException(
                    what
                            + " answers "
                            + AwsService.problem(answer)
                            + " for bucket "
                            + bucket.name());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
