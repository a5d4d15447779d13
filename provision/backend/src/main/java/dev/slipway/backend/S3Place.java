package dev.slipway.backend;

import dev.slipway.state.StateException;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bucket of Amazon S3, or of what speaks like it: Terraform's `s3` backend. The lock is an
/// object beside the state that only one can make, an item of a table of DynamoDB, or both.
/// Thread-safe.
final class S3Place implements Place {
    private static final String DEFAULT = "default";
    private static final String ENCRYPTION = "x-amz-server-side-encryption";
    private static final String CUSTOMER = ENCRYPTION + "-customer-";
    private static final int CUSTOMER_KEY_BYTES = 32;

    private final Keys keys;
    private final S3Objects objects;
    private final boolean locks;
    private final @Nullable DynamoTable table;

    /// Where in the bucket states are.
    private record Keys(String key, String workspacePrefix) {
        String of(String workspace) {
            return workspace.equals(DEFAULT) ? key : workspacePrefix + "/" + workspace + "/" + key;
        }
    }

    private S3Place(Keys keys, S3Objects objects, boolean locks, @Nullable DynamoTable table) {
        this.keys = keys;
        this.objects = objects;
        this.locks = locks;
        this.table = table;
    }

    static S3Place of(Settings settings, InstantSource clock) {
        AwsService.refuseOtherWays(settings);
        String region = settings.required("region", "AWS_REGION", "AWS_DEFAULT_REGION");
        String name = settings.required("bucket");
        String prefix = settings.text("workspace_key_prefix");
        Keys keys = new Keys(settings.required("key"), prefix.isEmpty() ? "env:" : prefix);
        Map<String, String> customer = customerKey(settings);
        Map<String, String> written = new LinkedHashMap<>(customer);
        written.putAll(encryption(settings, customer));
        String acl = settings.text("acl");
        if (!acl.isEmpty()) {
            written.put("x-amz-acl", acl);
        }
        AwsLogin login = new AwsLogin(settings, region, clock);
        Http http = new Http(Http.Retries.DEFAULT, null);
        String table = settings.text("dynamodb_table");
        return new S3Place(
                keys,
                new S3Objects(
                        new S3Objects.Bucket(
                                base(settings, region, name), region, name, written, customer),
                        login,
                        http,
                        clock),
                settings.truth("use_lockfile", false),
                table.isEmpty()
                        ? null
                        : new DynamoTable(
                                table,
                                new AwsService(
                                        AwsService.Site.of(settings, "dynamodb", region),
                                        login,
                                        http,
                                        clock),
                                DynamoTable.PATIENCE));
    }

    private static Map<String, String> encryption(Settings settings, Map<String, String> customer) {
        if (!settings.truth("encrypt", false) || !customer.isEmpty()) {
            return Map.of();
        }
        String kms = settings.text("kms_key_id");
        return kms.isEmpty()
                ? Map.of(ENCRYPTION, "AES256")
                : Map.of(ENCRYPTION, "aws:kms", ENCRYPTION + "-aws-kms-key-id", kms);
    }

    /// The headers of a key with which the server encrypts, and which it forgets.
    private static Map<String, String> customerKey(Settings settings) {
        String text = settings.text("sse_customer_key", "AWS_SSE_CUSTOMER_KEY");
        if (text.isEmpty() || !settings.truth("encrypt", false)) {
            return Map.of();
        }
        if (!settings.text("kms_key_id").isEmpty()) {
            throw new StateException(
                    settings.what() + ": kms_key_id and sse_customer_key (expected: one of them)");
        }
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == CUSTOMER_KEY_BYTES) {
                byte[] sum = MessageDigest.getInstance("MD5").digest(key);
                return Map.of(
                        CUSTOMER + "algorithm",
                        "AES256",
                        CUSTOMER + "key",
                        text,
                        CUSTOMER + "key-md5",
                        Base64.getEncoder().encodeToString(sum));
            }
        } catch (IllegalArgumentException e) {
            throw new StateException(settings.what() + ": sse_customer_key is not base64", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
        throw new StateException(
                settings.what()
                        + ": sse_customer_key has another length (expected: the base64 of "
                        + CUSTOMER_KEY_BYTES
                        + " bytes)");
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

    @Override
    public String name(String workspace) {
        return "s3://" + path(workspace);
    }

    private String path(String workspace) {
        return objects.bucketName() + "/" + keys.of(workspace);
    }

    @Override
    public List<String> workspaces() throws IOException {
        String prefix = keys.workspacePrefix() + "/";
        String end = "/" + keys.key();
        return objects.keys(prefix).stream()
                .filter(each ->
                        each.startsWith(prefix)
                                && each.endsWith(end)
                                && each.length() > prefix.length() + end.length())
                .map(each -> each.substring(prefix.length(), each.length() - end.length()))
                .filter(each -> !each.contains("/"))
                .toList();
    }

    @Override
    public void delete(String workspace) throws IOException {
        objects.delete(keys.of(workspace));
        if (table != null) {
            table.forgetSum(path(workspace));
        }
    }

    @Override
    public byte @Nullable [] read(String workspace) throws IOException {
        byte[] state =
                table == null
                        ? objects.read(keys.of(workspace))
                        : table.checked(path(workspace), () -> present(workspace));
        return state == null || state.length == 0 ? null : state;
    }

    private byte[] present(String workspace) throws IOException {
        byte[] state = objects.read(keys.of(workspace));
        return state == null ? new byte[0] : state;
    }

    @Override
    public void write(String workspace, byte[] state, @Nullable LockHolder lock)
            throws IOException {
        objects.write(keys.of(workspace), state);
        if (table != null) {
            table.keepSum(path(workspace), state);
        }
    }

    private String lockKey(String workspace) {
        return keys.of(workspace) + ".tflock";
    }

    @Override
    public Locking lock(String workspace, LockHolder info) throws IOException {
        LockHolder own = info.at(path(workspace) + (table == null ? ".tflock" : ""));
        if (locks && !objects.create(lockKey(workspace), own.json())) {
            return new Locking.Held(objectHolder(workspace));
        }
        if (table == null) {
            return new Locking.Taken(own);
        }
        boolean isTaken = false;
        try {
            isTaken = table.lock(path(workspace), own);
        } finally {
            if (locks && !isTaken) {
                objects.delete(lockKey(workspace));
            }
        }
        return isTaken ? new Locking.Taken(own) : new Locking.Held(table.holder(path(workspace)));
    }

    private LockHolder objectHolder(String workspace) throws IOException {
        byte[] holder = objects.read(lockKey(workspace));
        return LockHolder.read(holder == null ? new byte[0] : holder);
    }

    @Override
    public void unlock(String workspace, LockHolder info) throws IOException {
        if (locks) {
            check(objectHolder(workspace), info);
            objects.delete(lockKey(workspace));
        }
        if (table != null) {
            check(table.holder(path(workspace)), info);
            table.unlock(path(workspace));
        }
    }

    private static void check(LockHolder holder, LockHolder info) throws IOException {
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
    }

    @Override
    public void close() {
        objects.close();
    }
}
