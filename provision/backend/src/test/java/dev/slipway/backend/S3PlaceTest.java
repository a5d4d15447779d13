package dev.slipway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Locks in a table, roles, profiles and keys of the caller, against a fake that others wrote.
final class S3PlaceTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final LockRequest REQUEST = new LockRequest("test", "me", "");
    private static final AwsCredentials KEYS = new AwsCredentials("k", "s", "");

    @TempDir Path folder;
    private Peer moto;
    private Http http;
    private URI uri;
    private final Map<String, Value> settings = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        moto = Peer.moto(folder);
        http = new Http(Http.Retries.DEFAULT, null);
        uri = URI.create("http://127.0.0.1:" + moto.port + "/");
        URI bucket = uri.resolve("bucket");
        Map<String, String> headers =
                new AwsSignature(KEYS, "us-east-1", "s3")
                        .headers("PUT", bucket, Map.of(), new byte[0], Clock.systemUTC().instant());
        http.send(new Http.Request("PUT", bucket, headers, new byte[0]));
        settings.put("bucket", Value.of("bucket"));
        settings.put("key", Value.of("state"));
        settings.put("region", Value.of("us-east-1"));
        Value endpoint = Value.of(uri.toString());
        settings.put(
                "endpoints",
                Values.object(Map.of("s3", endpoint, "dynamodb", endpoint, "sts", endpoint)));
        environment.put("HOME", folder.toString());
        environment.put("AWS_ACCESS_KEY_ID", "k");
        environment.put("AWS_SECRET_ACCESS_KEY", "s");
    }

    @AfterEach
    void stop() {
        http.close();
        moto.close();
    }

    private StateStore open() {
        return Backends.open(
                "s3",
                settings,
                new Backends.Ground(
                        folder,
                        folder.resolve("data"),
                        environment,
                        StateFormat.PLAIN,
                        Clock.systemUTC()));
    }

    private AwsService dynamo() {
        return new AwsService(
                new AwsService.Site("dynamodb", "us-east-1", uri),
                () -> KEYS,
                http,
                Clock.systemUTC());
    }

    private void makeTable() throws IOException {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("TableName", "locks").put("BillingMode", "PAY_PER_REQUEST");
        request.putArray("KeySchema")
                .addObject()
                .put("AttributeName", "LockID")
                .put("KeyType", "HASH");
        request.putArray("AttributeDefinitions")
                .addObject()
                .put("AttributeName", "LockID")
                .put("AttributeType", "S");
        assertThat(dynamo().json("DynamoDB_20120810.CreateTable", "1.0", request).isGood())
                .isTrue();
    }

    private void writeOne() {
        try (StateStore store = open();
                StateStore.Lock lock = store.lock("default", REQUEST, Duration.ZERO)) {
            lock.write(State.empty("1.11.4", "line"), true);
        }
    }

    @Test
    void locksInATable() throws Exception {
        makeTable();
        settings.put("dynamodb_table", Value.of("locks"));
        StoreContract contract = new StoreContract(this::open, true);
        contract.check("default");
        contract.check("other");
        settings.put("use_lockfile", Value.of(true));
        try (StateStore store = open()) {
            store.deleteWorkspace("other");
        }
        contract.check("other");
    }

    @Test
    void noticesAnOldCopy() throws Exception {
        makeTable();
        DynamoTable table =
                new DynamoTable(
                        "locks",
                        dynamo(),
                        new Http.Retries(1, Duration.ofMillis(1), Duration.ofMillis(1)));
        byte[] fresh = "fresh".getBytes(StandardCharsets.UTF_8);
        table.keepSum("bucket/state", fresh);
        assertThat(table.checked("bucket/state", () -> fresh)).isEqualTo(fresh);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> table.checked("bucket/state", () -> new byte[] {1}))
                .withMessageContaining("its MD5 sum is")
                .withMessageContaining("bucket/state-md5");
    }

    @Test
    void assumesARole() throws Exception {
        Map<String, Value> role = new HashMap<>();
        role.put("role_arn", Value.of("arn:aws:iam::123456789012:role/r"));
        role.put("duration", Value.of("1h30m"));
        role.put("tags", Values.object(Map.of("a", Value.of("b"))));
        role.put("transitive_tag_keys", Values.tuple(List.of(Value.of("a"))));
        settings.put("assume_role", Values.object(role));
        writeOne();
        assertThat(Files.readString(folder.resolve("moto.log")))
                .contains("\"POST / HTTP/1.1\" 200");
        role.put("duration", Value.of("1 hour"));
        settings.put("assume_role", Values.object(role));
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open().read("default"))
                .withMessageContaining("duration: \"1 hour\" (expected: between 15m and 12h");
    }

    @Test
    void staysOutOfOtherAccounts() {
        Value ours = Values.tuple(List.of(Value.of("123456789012")));
        settings.put("allowed_account_ids", ours);
        writeOne();
        settings.put("allowed_account_ids", Values.tuple(List.of(Value.of("1"))));
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open().read("default"))
                .withMessageContaining("account 123456789012 (expected: one of [1])");
        settings.remove("allowed_account_ids");
        settings.put("forbidden_account_ids", ours);
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open().read("default"))
                .withMessageContaining("(expected: none of [123456789012])");
    }

    @Test
    void assumesARoleWithAToken() {
        environment.remove("AWS_ACCESS_KEY_ID");
        settings.put(
                "assume_role_with_web_identity",
                Values.object(
                        Map.of(
                                "role_arn", Value.of("arn:aws:iam::123456789012:role/r"),
                                "web_identity_token", Value.of("token"))));
        writeOne();
        settings.put("assume_role", Values.object(Map.of("role_arn", Value.of("arn"))));
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open().read("default"))
                .withMessageContaining("(expected: one of them)");
    }

    @Test
    void takesKeysOfProfiles() throws Exception {
        environment.remove("AWS_ACCESS_KEY_ID");
        Path config = folder.resolve("config");
        Files.writeString(
                config,
                """
                [profile one]
                role_arn = arn:aws:iam::123456789012:role/r
                source_profile = two
                [profile program]
                credential_process = echo '{"Version":1,"AccessKeyId":"k","SecretAccessKey":"s"}'
                [profile signs]
                sso_session = x
                [profile circle]
                role_arn = arn
                source_profile = round
                [profile round]
                role_arn = arn
                source_profile = circle
                """);
        Path credentials = folder.resolve("credentials");
        Files.writeString(credentials, "[two]\naws_access_key_id = k\naws_secret_access_key = s\n");
        settings.put("shared_config_files", Values.tuple(List.of(Value.of(config.toString()))));
        settings.put(
                "shared_credentials_files",
                Values.tuple(List.of(Value.of(credentials.toString()))));
        for (String each : List.of("one", "two", "program")) {
            settings.put("profile", Value.of(each));
            writeOne();
        }
        settings.put("profile", Value.of("signs"));
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open().read("default"))
                .withMessageContaining("signs on in a browser, which is not supported");
        settings.put("profile", Value.of("circle"));
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open().read("default"))
                .withMessageContaining("in a circle");
        settings.put("profile", Value.of("none"));
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open().read("default"))
                .withMessageContaining("there are no keys");
    }

    @Test
    void encryptsWithAKeyOfTheCaller() {
        settings.put("encrypt", Value.of(true));
        settings.put("sse_customer_key", Value.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
        writeOne();
        try (StateStore store = open()) {
            assertThat(store.read("default")).isNotNull();
        }
        settings.put("sse_customer_key", Value.of("c2hvcnQ="));
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(this::open)
                .withMessageContaining("expected: the base64 of 32 bytes");
    }
}
