package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

/// Keys of Amazon's Key Management Service. Thread-safe.
///
/// Source:
/// [GenerateDataKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html).
final class AwsKms implements KeyService {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SERVICE = "kms";
    private static final String VERSION = "1.1";

    private final Key key;
    private final AwsService.Site site;
    private final AwsLogin login;
    private final InstantSource clock;

    /// Which key, what keys it shall make, and with what they are bound together.
    private record Key(String id, String spec, Map<String, String> context) {}

    private AwsKms(Key key, AwsService.Site site, AwsLogin login, InstantSource clock) {
        this.key = key;
        this.site = site;
        this.login = login;
        this.clock = clock;
    }

    static AwsKms of(Settings settings, InstantSource clock) {
        AwsService.refuseOtherWays(settings);
        String region = settings.required("region", "AWS_REGION", "AWS_DEFAULT_REGION");
        return new AwsKms(
                new Key(
                        settings.required("kms_key_id"),
                        settings.required("key_spec"),
                        settings.map("encryption_context")),
                AwsService.Site.of(settings, SERVICE, region),
                new AwsLogin(settings, region, clock),
                clock);
    }

    @Override
    public DataKey generate() {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("KeyId", key.id()).put("KeySpec", key.spec());
        JsonNode answer = call("GenerateDataKey", request);
        return new DataKey(bytes(answer, "Plaintext"), bytes(answer, "CiphertextBlob"));
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("KeyId", key.id());
        request.put("CiphertextBlob", Base64.getEncoder().encodeToString(wrapped));
        return bytes(call("Decrypt", request), "Plaintext");
    }

    private JsonNode call(String action, ObjectNode request) {
        if (!key.context().isEmpty()) {
            ObjectNode context = request.putObject("EncryptionContext");
            key.context().forEach(context::put);
        }
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            Http.Answer answer =
                    new AwsService(site, login, http, clock)
                            .json("TrentService." + action, VERSION, request);
            if (!answer.isGood()) {
                throw failed(action, AwsService.problem(answer));
            }
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw failed(action, String.valueOf(e.getMessage()));
        }
    }

    private StateException failed(String action, String why) {
        return new StateException(
                "key_provider aws_kms: " + action + " with the key " + key.id() + ": " + why);
    }

    private static byte[] bytes(JsonNode answer, String name) {
        return Base64.getDecoder().decode(answer.path(name).asText(""));
    }
}
