package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
    private static final List<String> FIELDS =
            List.of("replicas", "selector", "template", "paused", "env", "envFrom", "ports", "tty");

    @ParameterizedTest
    @CsvSource({
        "replica, replicas",
        "replcias, replicas",
        "Replicas, replicas",
        "seletcor, selector",
        "tempalte, template",
        "pause, paused",
        "envs, env",
        "evn, env",
        "envfrom, envFrom",
        "port, ports",
    })
    void slipsAreRecognised(String wrong, String right) {
        assertThat(Suggestion.closest(wrong, FIELDS)).contains(right);
    }

    @ParameterizedTest
    @CsvSource({"volumes", "x", "abc", "strategy", "to"})
    void otherWordsAreNot(String wrong) {
        assertThat(Suggestion.closest(wrong, FIELDS)).isEmpty();
    }

    @Test
    void nothingIsSuggestedForNothing() {
        assertThat(Suggestion.closest("", FIELDS)).isEmpty();
        assertThat(Suggestion.closest("x".repeat(1000), FIELDS)).isEmpty();
        assertThat(Suggestion.closest("a", List.of())).isEmpty();
    }
}
