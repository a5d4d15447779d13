package dev.slipway.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":2}|invalid JSON: Duplicate field 'a' (line 1, column",
                "{\"a\":|invalid JSON: Unexpected end-of-input",
                "[1]|expected a JSON object, found array",
                "{}x|invalid JSON: Unrecognized token 'x'",
            })
    void whatIsNoObjectIsRefusedWithThePlace(String json, String message) {
        assertThatThrownBy(() -> Json.parseObject(json.getBytes(UTF_8)))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"generation\":\"x\"}|generation: expected number",
                "{\"generation\":{}}|generation: expected number",
                "{\"creationTimestamp\":\"now\"}|creationTimestamp: \"now\" is no time",
                "{\"finalizers\":\"a\"}|finalizers: expected list",
                "{\"ownerReferences\":[{\"controller\":7}]}|ownerReferences[0].controller: ",
            })
    void whatDoesNotFitARecordIsRefusedWithItsField(String json, String message) {
        assertThatThrownBy(() ->
                        Json.convert(Json.parseObject(json.getBytes(UTF_8)), ObjectMeta.class))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("cannot read ObjectMeta: " + message);
    }

    @Test
    void metadataIsWrittenWithoutWhatIsDerived() {
        ObjectMeta metadata =
                ObjectMeta.named("n", "a")
                        .withLabels(Map.of("k", ""))
                        .withOwner(new OwnerReference("v1", "Pod", "o", "u", true, null));
        assertThat(Json.tree(metadata))
                .hasToString(
                        "{\"name\":\"a\",\"namespace\":\"n\",\"labels\":{\"k\":\"\"},"
                                + "\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\","
                                + "\"name\":\"o\",\"uid\":\"u\",\"controller\":true}]}");
    }

    @Test
    void timesAreInSecondsUtc() {
        assertThat(Json.time(Instant.parse("2026-01-02T03:04:05.999Z")))
                .isEqualTo("2026-01-02T03:04:05Z");
        ObjectMeta read =
                Json.convert(
                        Json.object().put("creationTimestamp", "2026-01-02T05:04:05.5+02:00"),
                        ObjectMeta.class);
        assertThat(read.creationTimestamp()).isEqualTo(Instant.parse("2026-01-02T03:04:05.5Z"));
    }

    @Test
    void mapsKeepTheirOrder() {
        String json = "{\"labels\":{\"z\":\"1\",\"a\":\"2\",\"m\":\"3\"}}";
        ObjectMeta metadata =
                Json.convert(Json.parseObject(json.getBytes(UTF_8)), ObjectMeta.class);
        assertThat(Json.tree(metadata)).hasToString(json);
    }

    @Test
    void sharesAreScaledUpOrDown() {
        assertThat(IntOrString.of("25%").scaled(10, true)).isEqualTo(3);
        assertThat(IntOrString.of("25%").scaled(10, false)).isEqualTo(2);
        assertThat(IntOrString.of("70%").scaled(10, true)).isEqualTo(7);
        assertThat(IntOrString.of(4).scaled(10, false)).isEqualTo(4);
        assertThatThrownBy(() -> IntOrString.of("many").scaled(10, false))
                .hasMessage("\"many\" is neither an integer nor a percentage such as \"25%\"");
    }

    @Test
    void severalFaultsAreToldTogether() {
        ApiException.Cause one = new ApiException.Cause("spec.a", "FieldValueInvalid", "x");
        ApiException.Cause two = new ApiException.Cause("spec.b", "FieldValueRequired", "y");
        Kind<RawResource> kind =
                Kind.namespaced("apps/v1", "Deployment", "deployments", RawResource.class);
        ObjectKey key = new ObjectKey("n", "a");
        assertThat(ApiException.invalid(kind, key, java.util.List.of(one)))
                .hasMessage("Deployment.apps \"a\" is invalid: spec.a: x");
        assertThat(ApiException.invalid(kind, key, java.util.List.of(one, two)))
                .hasMessage("Deployment.apps \"a\" is invalid: [spec.a: x, spec.b: y]");
    }
}
