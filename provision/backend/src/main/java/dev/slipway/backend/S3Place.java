package dev.slipway.backend;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bucket of Amazon S3, or of what speaks like it: Terraform's `s3` backend. The lock is an
/// object beside the state that only one can make. Thread-safe.
final class S3Place implements Place {
    private static final String DEFAULT = "default";
    private static final int NOT_FOUND = 404;
    private static final List<Integer> EXISTS = List.of(409, 412);

    private final Bucket bucket;
    private final AwsLogin login;
    private final Http http;
    private final InstantSource clock;

    /// Where in which bucket; `base` is the address of the bucket, `headers` go with what is
    /// written.
    record Bucket(
            URI base,
            String region,
            String name,
            String key,
            String workspacePrefix,
            boolean locks,
            Map<String, String> headers) {}

    S3Place(Bucket bucket, AwsLogin login, Http http, InstantSource clock) {
        this.bucket = bucket;
        this.login = login;
        this.http = http;
        this.clock = clock;
    }

    static S3Place of(Settings settings, InstantSource clock) {
        settings.refuse("dynamodb_table", "lock with use_lockfile = true");
        settings.refuse("sse_customer_key", "encrypt, with or without kms_key_id, instead");
        String region = settings.required("region", "AWS_REGION", "AWS_DEFAULT_REGION");
        String name = settings.required("bucket");
        Map<String, String> headers = new LinkedHashMap<>();
        String kms = settings.text("kms_key_id");
        if (settings.truth("encrypt", false)) {
            headers.put("x-amz-server-side-encryption", kms.isEmpty() ? "AES256" : "aws:kms");
            if (!kms.isEmpty()) {
                headers.put("x-amz-server-side-encryption-aws-kms-key-id", kms);
            }
        }
        String acl = settings.text("acl");
        if (!acl.isEmpty()) {
            headers.put("x-amz-acl", acl);
        }
        String prefix = settings.text("workspace_key_prefix");
        Bucket bucket =
                new Bucket(
                        base(settings, region, name),
                        region,
                        name,
                        settings.required("key"),
                        prefix.isEmpty() ? "env:" : prefix,
                        settings.truth("use_lockfile", false),
                        headers);
        return new S3Place(
                bucket,
                new AwsLogin(settings, region, clock),
                new Http(Http.Retries.DEFAULT, null),
                clock);
    }

    private static URI base(Settings settings, String region, String bucket) {
        String endpoint = settings.part("endpoints", "s3");
        if (endpoint.isEmpty()) {
            endpoint = settings.text("endpoint", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        }
        boolean byPath =
                settings.truth("use_path_style", false)
                        || settings.truth("force_path_style", false);
        if (endpoint.isEmpty()) {
            String host = "s3." + region + AwsService.domain(region);
            return URI.create(
                    byPath
                            ? "https://" + host + "/" + bucket + "/"
                            : "https://" + bucket + "." + host + "/");
        }
        URI server = URI.create(endpoint.contains("://") ? endpoint : "https://" + endpoint);
        String host = server.getHost();
        boolean isNumber = host == null || host.matches("[0-9.]+|localhost|\\[.*");
        String port = server.getPort() < 0 ? "" : ":" + server.getPort();
        return URI.create(
                server.getScheme()
                        + "://"
                        + (byPath || isNumber
                                ? server.getAuthority() + "/" + bucket + "/"
                                : bucket + "." + host + port + "/"));
    }

    private String key(String workspace) {
        return workspace.equals(DEFAULT)
                ? bucket.key()
                : bucket.workspacePrefix() + "/" + workspace + "/" + bucket.key();
    }

    @Override
    public String name(String workspace) {
        return "s3://" + bucket.name() + "/" + key(workspace);
    }

    private Http.Answer send(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        URI uri = URI.create(bucket.base() + path);
        return http.send(
                new Http.Request(
                        method,
                        uri,
                        new AwsSignature(login.get(), bucket.region(), "s3")
                                .headers(method, uri, headers, body, clock.instant()),
                        body));
    }

    private Http.Answer object(String method, String key, Map<String, String> headers, byte[] body)
            throws IOException {
        return send(method, AwsSignature.escaped(key, true), headers, body);
    }

    private void check(Http.Answer answer, String what) throws IOException {
        if (!answer.isGood()) {
            String code = Xml.first(answer.body(), "Code");
            throw new IOException(
                    what
                            + " answers "
                            + answer.status()
                            + (code.isEmpty() ? "" : " " + code)
                            + " for bucket "
                            + bucket.name());
        }
    }

    @Override
    public List<String> workspaces() throws IOException {
        List<String> names = new ArrayList<>();
        String prefix = bucket.workspacePrefix() + "/";
        String end = "/" + bucket.key();
        String next = "";
        do {
            Http.Answer answer =
                    send(
                            "GET",
                            "?"
                                    + (next.isEmpty()
                                            ? ""
                                            : "continuation-token="
                                                    + AwsSignature.escaped(next, false)
                                                    + "&")
                                    + "list-type=2&prefix="
                                    + AwsSignature.escaped(prefix, false),
                            Map.of(),
                            new byte[0]);
            check(answer, "listing");
            for (String key : Xml.all(answer.body(), "Key")) {
                if (key.startsWith(prefix)
                        && key.endsWith(end)
                        && key.length() > prefix.length() + end.length()) {
                    names.add(key.substring(prefix.length(), key.length() - end.length()));
                }
            }
            next = Xml.first(answer.body(), "NextContinuationToken");
        } while (!next.isEmpty());
        return names.stream().filter(each -> !each.contains("/")).toList();
    }

    @Override
    public void delete(String workspace) throws IOException {
        check(object("DELETE", key(workspace), Map.of(), new byte[0]), "deleting");
    }

    @Override
    public byte @Nullable [] read(String workspace) throws IOException {
        Http.Answer answer = object("GET", key(workspace), Map.of(), new byte[0]);
        if (answer.status() == NOT_FOUND
                && !Xml.first(answer.body(), "Code").equals("NoSuchBucket")) {
            return null;
        }
        check(answer, "reading");
        return answer.body();
    }

    @Override
    public void write(String workspace, byte[] state, @Nullable LockHolder lock)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(bucket.headers());
        headers.put("content-type", "application/json");
        check(object("PUT", key(workspace), headers, state), "writing");
    }

    private String lockKey(String workspace) {
        return key(workspace) + ".tflock";
    }

    @Override
    public Locking lock(String workspace, LockHolder info) throws IOException {
        if (!bucket.locks()) {
            return new Locking.Taken(info);
        }
        LockHolder own = info.at(bucket.name() + "/" + lockKey(workspace));
        Map<String, String> headers = new LinkedHashMap<>(bucket.headers());
        headers.put("content-type", "application/json");
        headers.put("if-none-match", "*");
        Http.Answer answer = object("PUT", lockKey(workspace), headers, own.json());
        if (EXISTS.contains(answer.status())) {
            return new Locking.Held(holder(workspace));
        }
        check(answer, "locking");
        return new Locking.Taken(own);
    }

    private LockHolder holder(String workspace) throws IOException {
        return LockHolder.read(object("GET", lockKey(workspace), Map.of(), new byte[0]).body());
    }

    @Override
    public void unlock(String workspace, LockHolder info) throws IOException {
        if (!bucket.locks()) {
            return;
        }
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
        check(object("DELETE", lockKey(workspace), Map.of(), new byte[0]), "unlocking");
    }

    @Override
    public void close() {
        http.close();
    }
}
