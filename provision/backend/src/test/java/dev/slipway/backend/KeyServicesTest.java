package dev.slipway.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Amazon's service against a fake that others wrote; the others against servers that encrypt by
/// their documented protocol.
final class KeyServicesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "k", "AWS_SECRET_ACCESS_KEY", "s");

    private static final SecretKeySpec MASTER = new SecretKeySpec(new byte[16], "AES");

    private static final String GOOGLE_KEY = "projects/p/locations/l/keyRings/r/cryptoKeys/k";

    @TempDir Path folder;

    private static KeyService open(
            String kind, Map<String, Value> settings, Map<String, String> environment) {
        return KeyServices.of(kind, settings, environment, Clock.systemUTC());
    }

    private static Map<String, Value> with(Map<String, Value> settings, String name, Value value) {
        Map<String, Value> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    @Test
    void wrapsKeysAtAmazon() throws Exception {
        try (Peer moto = Peer.moto(folder)) {
            String endpoint = "http://127.0.0.1:" + moto.port;
            Map<String, Value> settings =
                    Map.of(
                            "kms_key_id", Value.of(makeKey(endpoint)),
                            "key_spec", Value.of("AES_256"),
                            "region", Value.of("us-east-1"),
                            "encryption_context", Values.object(Map.of("app", Value.of("a"))),
                            "endpoints",
                                    Values.object(
                                            Map.of(
                                                    "kms", Value.of(endpoint),
                                                    "sts", Value.of(endpoint))));
            KeyService.DataKey key = open("aws_kms", settings, KEYS).generate();
            assertThat(key.plain()).hasSize(32);
            assertThat(open("aws_kms", settings, KEYS).unwrap(key.wrapped()))
                    .isEqualTo(key.plain());
            Value role =
                    Values.object(Map.of("role_arn", Value.of("arn:aws:iam::123456789012:role/r")));
            assertThat(
                            open("aws_kms", with(settings, "assume_role", role), KEYS)
                                    .unwrap(key.wrapped()))
                    .isEqualTo(key.plain());
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() ->
                            open(
                                            "aws_kms",
                                            with(
                                                    settings,
                                                    "encryption_context",
                                                    Values.object(Map.of("app", Value.of("b")))),
                                            KEYS)
                                    .unwrap(key.wrapped()))
                    .withMessageContaining("Decrypt with the key")
                    .withMessageContaining("InvalidCiphertextException");
        }
    }

    private static String makeKey(String endpoint) throws IOException {
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            AwsService kms =
                    new AwsService(
                            new AwsService.Site("kms", "us-east-1", URI.create(endpoint + "/")),
                            () -> new AwsCredentials("k", "s", ""),
                            http,
                            Clock.systemUTC());
            Http.Answer answer =
                    kms.json("TrentService.CreateKey", "1.1", MAPPER.createObjectNode());
            return MAPPER.readTree(answer.body()).path("KeyMetadata").path("KeyId").asText();
        }
    }

    @Test
    void wrapsKeysByATransitEngine() throws Exception {
        HttpServer server = server();
        server.createContext("/v1/my/transit/", KeyServicesTest::transit);
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            Map<String, Value> settings =
                    Map.of(
                            "key_name", Value.of("k"),
                            "transit_engine_path", Value.of("/my/transit"),
                            "associated_data", Value.of("YXBw"),
                            "key_length", Value.of(16));
            Map<String, String> environment = Map.of("BAO_TOKEN", "t", "BAO_ADDR", address);
            KeyService.DataKey key = open("openbao", settings, environment).generate();
            assertThat(key.plain()).hasSize(16);
            assertThat(new String(key.wrapped(), UTF_8)).startsWith("vault:v1:");
            assertThat(open("openbao", settings, environment).unwrap(key.wrapped()))
                    .isEqualTo(key.plain());
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() ->
                            open(
                                            "openbao",
                                            with(settings, "associated_data", Value.of("YQ==")),
                                            environment)
                                    .unwrap(key.wrapped()))
                    .withMessageContaining("invalid ciphertext");
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() ->
                            open("openbao", with(settings, "token", Value.of("other")), environment)
                                    .generate())
                    .withMessageContaining("answers 403: [\"permission denied\"]");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void wrapsKeysAtGoogleAsAServiceAccount() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        HttpServer server = server();
        server.createContext("/token", exchange -> token(exchange, pair));
        server.createContext("/v1/" + GOOGLE_KEY, KeyServicesTest::google);
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            Map<String, Value> settings =
                    Map.of(
                            "kms_encryption_key", Value.of(GOOGLE_KEY),
                            "key_length", Value.of(24),
                            "credentials", Value.of(account(pair, address)));
            Map<String, String> environment =
                    Map.of("CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS", address);
            KeyService.DataKey key = open("gcp_kms", settings, environment).generate();
            assertThat(key.plain()).hasSize(24);
            assertThat(open("gcp_kms", settings, environment).unwrap(key.wrapped()))
                    .isEqualTo(key.plain());
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() ->
                            open(
                                            "gcp_kms",
                                            with(settings, "access_token", Value.of("other")),
                                            environment)
                                    .generate())
                    .withMessageContaining("answers 401");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open("openbao", Map.of("token", Value.of("t")), Map.of()))
                .withMessageContaining("key_provider openbao: \"key_name\" is not set");
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() ->
                        open(
                                "gcp_kms",
                                Map.of(
                                        "kms_encryption_key", Value.of("k"),
                                        "key_length", Value.of(2000)),
                                Map.of()))
                .withMessageContaining("key_length: 2000 (expected: between 1 and 1024)");
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() ->
                        open(
                                        "aws_kms",
                                        Map.of(
                                                "kms_key_id", Value.of("k"),
                                                "key_spec", Value.of("AES_256"),
                                                "region", Value.of("r")),
                                        Map.of("HOME", folder.toString()))
                                .generate())
                .withMessageContaining("there are no keys");
    }

    /// A transit engine with the key `k`, for who has the token `t`.
    private static void transit(HttpExchange exchange) throws IOException {
        JsonNode request = MAPPER.readTree(exchange.getRequestBody());
        byte[] bound = request.path("associated_data").asText("").getBytes(UTF_8);
        ObjectNode answer = MAPPER.createObjectNode();
        if (!"t".equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            answer.putArray("errors").add("permission denied");
            answer(exchange, 403, answer);
            return;
        }
        if (exchange.getRequestURI().getPath().endsWith("/datakey/plaintext/k")) {
            byte[] plain = new byte[request.path("bits").asInt() / 8];
            plain[0] = 7;
            answer.putObject("data")
                    .put("plaintext", base64(plain))
                    .put("ciphertext", "vault:v1:" + base64(seal(plain, bound)));
            answer(exchange, 200, answer);
            return;
        }
        String sealed = request.path("ciphertext").asText().substring("vault:v1:".length());
        byte[] plain = unseal(Base64.getDecoder().decode(sealed), bound);
        answer.putObject("data").put("plaintext", base64(plain));
        if (plain.length == 0) {
            answer.putArray("errors").add("invalid ciphertext");
        }
        answer(exchange, plain.length == 0 ? 400 : 200, answer);
    }

    /// What `gcloud` writes down of a service account.
    private static String account(KeyPair pair, String address) {
        String key = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
        return MAPPER.createObjectNode()
                .put("type", "service_account")
                .put("client_email", "me@p.example")
                .put(
                        "private_key",
                        "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
                .put("token_uri", address + "/token")
                .toString();
    }

    /// A token for who shows that it has the private key.
    private static void token(HttpExchange exchange, KeyPair pair) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String assertion = URLDecoder.decode(form.replaceAll(".*assertion=([^&]*).*", "$1"), UTF_8);
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("access_token", "token-of-account").put("expires_in", 3600);
        answer(exchange, isSigned(assertion, pair) ? 200 : 400, answer);
    }

    /// The methods `encrypt` and `decrypt` of a key.
    private static void google(HttpExchange exchange) throws IOException {
        JsonNode request = MAPPER.readTree(exchange.getRequestBody());
        byte[] bound = request.path("additionalAuthenticatedData").asText("").getBytes(UTF_8);
        String signed = exchange.getRequestHeaders().getFirst("Authorization");
        ObjectNode answer = MAPPER.createObjectNode();
        if (exchange.getRequestURI().getPath().endsWith(":encrypt")) {
            byte[] plain = request.path("plaintext").binaryValue();
            answer.put("ciphertext", base64(seal(plain, bound)));
        } else {
            byte[] sealed = request.path("ciphertext").binaryValue();
            answer.put("plaintext", base64(unseal(sealed, bound)));
        }
        answer(exchange, "Bearer token-of-account".equals(signed) ? 200 : 401, answer);
    }

    private static HttpServer server() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body)
            throws IOException {
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static boolean isSigned(String token, KeyPair pair) {
        try {
            String[] parts = token.split("\\.");
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(pair.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] seal(byte[] plain, byte[] bound) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, bound).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Nothing if it is not what was sealed.
    private static byte[] unseal(byte[] sealed, byte[] bound) {
        try {
            return cipher(Cipher.DECRYPT_MODE, bound).doFinal(sealed);
        } catch (GeneralSecurityException e) {
            return new byte[0];
        }
    }

    /// With the same nonce always, which is enough for a test.
    private static Cipher cipher(int mode, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, MASTER, new GCMParameterSpec(128, new byte[12]));
        cipher.updateAAD(bound);
        return cipher;
    }
}
