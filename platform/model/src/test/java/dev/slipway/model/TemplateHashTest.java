package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class TemplateHashTest {
    private static final JsonNode TEMPLATE = tree("{spec: {containers: [{name: a, image: b}]}}");

    @Test
    void sameContentHasTheSameHashWhateverTheOrderOfItsFields() {
        JsonNode same = tree("{spec: {containers: [{image: b, name: a}]}}");
        assertThat(TemplateHash.of(TEMPLATE, 0))
                .isEqualTo(TemplateHash.of(same, 0))
                .matches("[bcdfghjklmnpqrstvwxz2456789]{10}");
    }

    @Test
    void hashStaysTheSameFromReleaseToRelease() {
        assertThat(TemplateHash.of(TEMPLATE, 0)).isEqualTo("zxhbjfp6rs");
    }

    @Test
    void otherContentOrderOfElementsAndCollisionsMakeAnotherHash() {
        String hash = TemplateHash.of(TEMPLATE, 0);
        assertThat(TemplateHash.of(tree("{spec: {containers: [{name: a, image: c}]}}"), 0))
                .isNotEqualTo(hash);
        assertThat(TemplateHash.of(TEMPLATE, 1)).isNotEqualTo(hash);
        assertThat(TemplateHash.of(tree("[1, 2]"), 0))
                .isNotEqualTo(TemplateHash.of(tree("[2, 1]"), 0));
        assertThat(TemplateHash.of(tree("{a: '1'}"), 0))
                .isNotEqualTo(TemplateHash.of(tree("{a: 1}"), 0));
    }

    private static JsonNode tree(String yaml) {
        return Yaml.parse(yaml, "test").getFirst().tree();
    }
}
