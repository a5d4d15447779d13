package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Patch;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AuthorStampTest {
    private static final Caller BOB = new Caller("bob", "2", List.of("system:authenticated"));
    private static final Caller SCALER = Caller.component("system:controller:scaler");
    private static final String ROLLOUT =
            """
            {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout",
             "metadata": {"name": "shop", "annotations": {"slipway.dev/changed-by": "mallory"}},
             "spec": {"selector": {"matchLabels": {"app": "shop"}},
              "template": {"metadata": {"labels": {"app": "shop"}},
               "spec": {"containers": [{"name": "shop", "image": "shop:v1"}]}},
              "strategy": {"canary": {"steps": [{"pause": {}}]}}}}
            """;
    private static final String IMAGE =
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                    + "[{\"name\":\"shop\",\"image\":\"shop:v2\"}]}}}}";

    private final TestApi test = new TestApi();

    @BeforeEach
    void createRollout() {
        test.admissions.add(new AuthorStamp(InstantSource.fixed(TestApi.NOW)));
        test.create("rollouts", ROLLOUT);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void namesWhoChangedTheTemplate() {
        assertThat(annotation("changed-by")).isEqualTo("alice");
        patch(BOB, "", IMAGE);
        assertThat(annotation("changed-by")).isEqualTo("bob");
        assertThat(annotation("changed-at")).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void scalingAndAnnotatingChangeNoVersion() {
        patch(SCALER, "", "{\"spec\":{\"replicas\":7}}");
        patch(BOB, "", "{\"metadata\":{\"annotations\":{\"slipway.dev/changed-by\":\"eve\"}}}");
        patch(BOB, "", "{\"metadata\":{\"annotations\":null}}");
        assertThat(annotation("changed-by")).isEqualTo("alice");
    }

    @Test
    void namesThePersonWhoInterferes() {
        patch(BOB, Target.STATUS, "{\"status\":{\"abort\":true}}");
        assertThat(annotation("steered-by")).isEqualTo("abort 2026-01-01T00:00:00Z bob");
        patch(SCALER, Target.STATUS, "{\"status\":{\"abort\":false}}");
        assertThat(annotation("steered-by")).startsWith("abort ");
        patch(BOB, "", "{\"spec\":{\"paused\":true}}");
        assertThat(annotation("steered-by")).startsWith("pause ");
        patch(SCALER, Target.STATUS, "{\"status\":{\"currentStepIndex\":0}}");
        patch(BOB, Target.STATUS, "{\"status\":{\"currentStepIndex\":1}}");
        assertThat(annotation("steered-by")).startsWith("promote ");
    }

    @Test
    void aComponentThatChangesATemplateAnswersForIt() {
        patch(SCALER, "", IMAGE);
        assertThat(annotation("changed-by")).isEqualTo("system:controller:scaler");
    }

    private void patch(Caller caller, String part, String json) {
        ObjectNode change = TestApi.json(json);
        test.api.patch(
                caller,
                test.part("rollouts", "shop", part),
                new Patch.MergePatch(change),
                WriteOptions.defaults());
    }

    private String annotation(String name) {
        JsonNode annotations = test.get("rollouts", "shop").at("/metadata/annotations");
        return annotations.path("slipway.dev/" + name).asText();
    }
}
