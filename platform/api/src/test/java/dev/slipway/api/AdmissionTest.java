package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.model.ApiException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private final TestApi test = new TestApi();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void changesAndRefusesAndWarns() {
        test.admissions.add(
                new Admission() {
                    @Override
                    public void mutate(AdmissionRequest request) {
                        var object = request.object();
                        if (object != null) {
                            object.putObject("data").put("by", request.caller().name());
                        }
                    }

                    @Override
                    public void validate(AdmissionRequest request) {
                        request.warn("seen");
                        if (request.target().key().name().equals("bad")) {
                            throw new ApiException(ApiException.Reason.FORBIDDEN, "not this one");
                        }
                    }
                });

        Written written =
                test.api.create(
                        TestApi.ALICE,
                        test.target("configmaps", "good"),
                        TestApi.json("{}"),
                        WriteOptions.defaults());

        assertThat(written.object().tree().at("/data/by").asText()).isEqualTo("alice");
        assertThat(written.warnings()).containsExactly("seen");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> test.create("configmaps", "{\"metadata\":{\"name\":\"bad\"}}"))
                .withMessage("not this one");
    }

    @Test
    void seesEveryKindOfWrite() {
        List<String> seen = new ArrayList<>();
        test.admissions.add(
                new Admission() {
                    @Override
                    public void validate(AdmissionRequest request) {
                        seen.add(
                                request.operation()
                                        + " "
                                        + (request.before() != null)
                                        + " "
                                        + (request.object() != null));
                    }
                });

        test.create("configmaps", "{\"metadata\":{\"name\":\"a\"}}");
        test.merge(test.target("configmaps", "a"), "{\"data\":{\"k\":\"v\"}}");
        test.delete("configmaps", "a");

        assertThat(seen)
                .containsExactly("CREATE false true", "UPDATE true true", "DELETE true false");
    }
}
