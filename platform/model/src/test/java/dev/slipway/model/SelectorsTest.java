package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectorsTest {
    private static final Map<String, String> LABELS =
            Map.of("app", "shop", "example.com/tier", "web", "build", "12", "empty", "", "in", "x");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "app=shop",
                "app==shop",
                " app = shop , build ",
                "app!=other",
                "missing!=x",
                "app in (shop)",
                "app in (a, shop,b)",
                "app notin (a,b)",
                "missing notin (a)",
                "example.com/tier=web,build",
                "!missing",
                "! missing",
                "empty=",
                "empty in ()",
                "empty in (a,)",
                "build>11",
                "build < 13",
                "in",
                "app=shop,app in (shop)",
            })
    void labelsMatch(String query) {
        LabelSelector selector = LabelSelectors.parse(query);
        assertThat(selector.matches(LABELS)).isTrue();
        assertThat(LabelSelectors.parse(LabelSelectors.query(selector))).isEqualTo(selector);
    }

    private static boolean matches(String query) {
        return LabelSelectors.parse(query).matches(LABELS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app=other",
                "app=shop,app=other",
                "app!=shop",
                "missing",
                "missing=x",
                "!app",
                "app in (a,b)",
                "app notin (shop)",
                "build>12",
                "app>1",
                "missing<1",
            })
    void labelsDoNotMatch(String query) {
        assertThat(matches(query)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=shop,|character 10, at the end: a requirement is missing after the comma",
                ",app|character 1, at \",app\": \"\" is no label key: name part must be non-empty",
                "app=a b|character 7, at \"b\": expected ,",
                "app is x|character 5, at \"is x\": expected =, ==, !=, in, notin, < or >",
                "app in a|character 8, at \"a\": expected (",
                "app in (a|character 10, at the end: expected )",
                "-app|character 1, at \"-app\": \"-app\" is no label key: name part must consist",
                "a/b/c|character 1, at \"a/b/c\": \"a/b/c\" is no label key: a qualified name must",
                "app=-x|character 5, at \"-x\": \"-x\" is no label value: a valid label must be",
                "build>x|character 7, at \"x\": expected a whole number",
            })
    void wrongLabelSelectorIsRefusedWithThePlace(String query, String message) {
        assertThatThrownBy(() -> LabelSelectors.parse(query))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("label selector \"" + query + "\", " + message);
    }

    @Test
    void fieldsAreSelected() {
        Map<String, String> fields =
                Map.of("metadata.name", "a", "status.phase", "Running", "x", "a,b=c\\");
        assertThat(
                        FieldSelectors.parse("metadata.name=a,status.phase!=Failed")
                                .matches(fields::get))
                .isTrue();
        assertThat(FieldSelectors.parse("metadata.name==b").matches(fields::get)).isFalse();
        assertThat(FieldSelectors.parse("missing=").matches(fields::get)).isTrue();
        assertThat(FieldSelectors.parse("x=a\\,b\\=c\\\\").matches(fields::get)).isTrue();
        assertThat(FieldSelectors.parse("").matches(fields::get)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|expected path=value or path!=value, found \"a\"",
                "=a|expected path=value or path!=value, found \"=a\"",
                "!=a|there is no path before the operator in \"!=a\"",
                "a=b=c|an equals sign in a value is written \\=, in \"b=c\"",
                "a=b\\x|a stray backslash in \"b\\x\"",
            })
    void wrongFieldSelectorIsRefused(String query, String message) {
        assertThatThrownBy(() -> FieldSelectors.parse(query))
                .isInstanceOf(ApiException.class)
                .hasMessage("field selector \"" + query + "\": " + message);
    }
}
