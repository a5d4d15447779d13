package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/// A table of DynamoDB beside a bucket: in it are who holds the lock of a state, and the MD5 sum of
/// what the state must be, by which an old copy of it is noticed. Thread-safe.
final class DynamoTable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String VERSION = "1.0";
    private static final String KEY = "LockID";
    private static final String HOLDER = "Info";
    private static final String SUM = "Digest";
    private static final String SUM_SUFFIX = "-md5";

    /// How long what others wrote may take to be seen.
    static final Http.Retries PATIENCE =
            new Http.Retries(4, Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final String name;
    private final AwsService service;
    private final Http.Retries patience;

    /// A read of the state.
    @FunctionalInterface
    interface Reading {
        byte[] read() throws IOException;
    }

    DynamoTable(String name, AwsService service, Http.Retries patience) {
        this.name = name;
        this.service = service;
        this.patience = patience;
    }

    /// Whether the lock of this state was free and is taken now.
    boolean lock(String path, LockHolder holder) throws IOException {
        ObjectNode request = MAPPER.createObjectNode().put("TableName", name);
        ObjectNode item = request.putObject("Item");
        text(item, KEY, path);
        text(item, HOLDER, new String(holder.json(), StandardCharsets.UTF_8));
        request.put("ConditionExpression", "attribute_not_exists(LockID)");
        Http.Answer answer = service.json("DynamoDB_20120810.PutItem", VERSION, request);
        if (answer.status() == 400
                && AwsService.problem(answer).contains("ConditionalCheckFailed")) {
            return false;
        }
        check(answer, "locking");
        return true;
    }

    /// Who holds the lock; nothing of it if nobody does.
    LockHolder holder(String path) throws IOException {
        return LockHolder.read(attribute(path, HOLDER).getBytes(StandardCharsets.UTF_8));
    }

    void unlock(String path) throws IOException {
        delete(path);
    }

    /// Remembers what the state is now.
    void keepSum(String path, byte[] state) throws IOException {
        ObjectNode request = MAPPER.createObjectNode().put("TableName", name);
        ObjectNode item = request.putObject("Item");
        text(item, KEY, path + SUM_SUFFIX);
        text(item, SUM, sum(state));
        check(service.json("DynamoDB_20120810.PutItem", VERSION, request), "writing a sum");
    }

    void forgetSum(String path) throws IOException {
        delete(path + SUM_SUFFIX);
    }

    /// What is read, once it is what was last written; read anew a few times until then.
    ///
    /// @throws IOException if it never is
    byte[] checked(String path, Reading reading) throws IOException {
        byte[] state = reading.read();
        String expected = attribute(path + SUM_SUFFIX, SUM);
        for (int i = 1; !expected.isEmpty() && !expected.equals(sum(state)); i++) {
            if (i > patience.max()) {
                throw new IOException(
                        "its MD5 sum is "
                                + sum(state)
                                + " (expected: "
                                + expected
                                + ", by the item "
                                + path
                                + SUM_SUFFIX
                                + " of the table "
                                + name
                                + "). If the state was put there by hand, correct that item");
            }
            pause(i);
            state = reading.read();
            expected = attribute(path + SUM_SUFFIX, SUM);
        }
        return state;
    }

    private void pause(int attempt) throws IOException {
        try {
            Thread.sleep(patience.before(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String attribute(String key, String attribute) throws IOException {
        ObjectNode request = MAPPER.createObjectNode().put("TableName", name);
        text(request.putObject("Key"), KEY, key);
        request.put("ConsistentRead", true);
        Http.Answer answer = service.json("DynamoDB_20120810.GetItem", VERSION, request);
        check(answer, "reading");
        JsonNode item = MAPPER.readTree(answer.body()).path("Item");
        return item.path(attribute).path("S").asText("");
    }

    private void delete(String key) throws IOException {
        ObjectNode request = MAPPER.createObjectNode().put("TableName", name);
        text(request.putObject("Key"), KEY, key);
        check(service.json("DynamoDB_20120810.DeleteItem", VERSION, request), "deleting");
    }

    private void check(Http.Answer answer, String what) throws IOException {
        if (!answer.isGood()) {
            throw new IOException(
                    what + " in the table " + name + " answers " + AwsService.problem(answer));
        }
    }

    private static void text(ObjectNode item, String attribute, String value) {
        item.putObject(attribute).put("S", value);
    }

    private static String sum(byte[] state) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(state));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
