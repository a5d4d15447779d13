package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.api.WriteOptions.FieldValidation;
import dev.slipway.model.ApiException;
import dev.slipway.model.Patches;
import dev.slipway.model.Schema;
import dev.slipway.model.Schemas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FieldValidationTest {
    private static final Schema CONFIG_MAP =
            Schemas.alone(
                    TestApi.json(
                            """
                            {"type":"object","properties":{
                             "apiVersion":{"type":"string"},"kind":{"type":"string"},
                             "metadata":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
                             "immutable":{"type":"boolean"},
                             "data":{"type":"object","additionalProperties":{"type":"string"}}}}
                            """));
    private final TestApi test =
            new TestApi(type -> type.kind().equals("ConfigMap") ? CONFIG_MAP : null);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void warnsOfUnknownFieldsAndDropsThem() {
        Written written = create("{\"dada\":{\"k\":\"v\"}}", FieldValidation.WARN);

        assertThat(written.warnings())
                .containsExactly("unknown field \"dada\", did you mean \"data\"?");
        assertThat(written.object().tree().has("dada")).isFalse();
    }

    @Test
    void dropsUnknownFieldsInSilence() {
        Written written = create("{\"dada\":{\"k\":\"v\"}}", FieldValidation.IGNORE);

        assertThat(written.warnings()).isEmpty();
        assertThat(written.object().tree().has("dada")).isFalse();
    }

    @Test
    void refusesUnknownFieldsStrictly() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> create("{\"dada\":1}", FieldValidation.STRICT))
                .withMessage(
                        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict"
                                + " decoding error: unknown field \"dada\", did you mean"
                                + " \"data\"?");
    }

    @Test
    void refusesWrongTypesAlways() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> create("{\"immutable\":\"yes\"}", FieldValidation.IGNORE))
                .withMessageStartingWith(
                        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: immutable")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(ApiException.Reason.BAD_REQUEST));
    }

    @Test
    void mergesStrategicallyWhatHasASchema() {
        create("{\"data\":{\"a\":\"1\",\"b\":\"2\"}}", FieldValidation.STRICT);

        Written patched =
                test.api.patch(
                        TestApi.ALICE,
                        test.target("configmaps", "c"),
                        Patches.strategicMergePatch(TestApi.json("{\"data\":{\"a\":null}}")),
                        WriteOptions.defaults());

        assertThat(patched.object().tree().get("data").toString()).isEqualTo("{\"b\":\"2\"}");
    }

    private Written create(String json, FieldValidation validation) {
        return test.api.create(
                TestApi.ALICE,
                test.target("configmaps", "c"),
                TestApi.json(json),
                new WriteOptions(false, "test", validation));
    }
}
