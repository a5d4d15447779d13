package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

final class YamlTest {
    static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a ",
                    " a",
                    "#a",
                    "a #b",
                    "a#b",
                    "a:",
                    ":a",
                    "a:b",
                    "-",
                    "- a",
                    "-a",
                    "---",
                    "...",
                    "? a",
                    "?a",
                    "|",
                    ">",
                    "%a",
                    "@a",
                    "`a",
                    "'a'",
                    "\"a\"",
                    "{a}",
                    "[a]",
                    "a, b",
                    "!a",
                    "&a",
                    "*a",
                    "=",
                    "<<",
                    "~",
                    "null",
                    "0644",
                    "1e3",
                    "1:30",
                    "\n",
                    "\na",
                    "a\n",
                    "a\n\n",
                    "a\n\n\n",
                    " a\nb",
                    "a \nb",
                    "a\n b",
                    "a\tb",
                    "\ta",
                    "a\rb",
                    "\u0000",
                    "\u0085",
                    "\u2028",
                    "ä ß",
                    "😀",
                    "\ufeffa",
                    "a\\b",
                    "a\n\tb",
                    "it's",
                    "a\n---\nb",
                    "~a",
                    "a\n#b");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0644|420",
                "0o644|420",
                "0x1F|31",
                "0b101|5",
                "1_000|1000",
                "-3|-3",
                "+3|3",
                "08|8.0",
                "1.50|1.5",
                "1e3|1000.0",
                ".5|0.5",
                "12345678901|12345678901",
                "yes|true",
                "Off|false",
                "n|false",
                "~|null",
                "''|\"\"",
                "'yes'|\"yes\"",
                "!!str 80|\"80\"",
                "2026-01-02|\"2026-01-02\"",
                "1.2.3|\"1.2.3\"",
                "12:30|\"12:30\"",
                "0x|\"0x\"",
                "-|[null]",
                "1Gi|\"1Gi\"",
                "__1|\"__1\"",
            })
    void scalarMeansWhatItMeansToKubectl(String yaml, String json) {
        assertThat(only("a: " + (yaml.equals("-") ? "\n- " : yaml)).path("a")).hasToString(json);
    }

    @Test
    void keysAreTextsAsWritten() {
        assertThat(only("on: 1\n8080: 2\nnull: 3")).hasToString("{\"on\":1,\"8080\":2,\"null\":3}");
    }

    @Test
    void documentsKnowWhereTheirFieldsStand() {
        List<YamlDocument> documents =
                Yaml.parse(
                        """
                        # nothing here
                        ---
                        kind: A
                        ---
                        kind: B
                        metadata:
                          labels:
                            a.b/c: x
                        spec:
                          containers:
                          - name: a
                            image: b
                        """,
                        "shop.yaml");
        assertThat(documents).hasSize(2);
        YamlDocument second = documents.get(1);
        assertThat(second.place("spec.containers[0].image")).isEqualTo("shop.yaml:12:5");
        assertThat(second.place("spec.containers[0].imag")).isEqualTo("shop.yaml:11:5");
        assertThat(second.place("metadata.labels[a.b/c]")).isEqualTo("shop.yaml:8:5");
        assertThat(second.place("")).isEqualTo("shop.yaml:5:1");
    }

    @Test
    void jsonFilesMayHoldSeveralObjects() {
        assertThat(Yaml.parse("{\"a\":1}\n{\"b\":2}", "x.json"))
                .extracting(YamlDocument::tree)
                .extracting(JsonNode::toString)
                .containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(Yaml.parse("{\n  \"a\": 1}", "x.json").getFirst().place("a"))
                .isEqualTo("x.json:2:3");
        assertThat(only("{a: 1, b: [x, y],}")).hasToString("{\"a\":1,\"b\":[\"x\",true]}");
    }

    @Test
    void aliasesAndMergesAreFollowed() {
        assertThat(only("base: &b {x: 1, y: 2}\nother:\n  <<: *b\n  x: 3\nsame: *b"))
                .hasToString(
                        "{\"base\":{\"x\":1,\"y\":2},\"other\":{\"x\":3,\"y\":2},"
                                + "\"same\":{\"x\":1,\"y\":2}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: 1\\nb: 2\\na: 3|f.yaml:3:1: the key \"a\" is there twice",
                "a: [1, 2|f.yaml:1:9: invalid YAML: ",
                "a:\\n\\t- b|f.yaml:2:1: invalid YAML: ",
                "a: b: c|f.yaml:1:5: invalid YAML: ",
                "? [a]\\n: b|f.yaml:1:3: ",
                "a: !!int x|f.yaml:1:4: \"x\" is no tag:yaml.org,2002:int",
                "a: *nobody|f.yaml:1:4: ",
            })
    void whatIsWrongIsToldWithItsPlace(String yaml, String message) {
        String text = yaml.replace("\\n", "\n").replace("\\t", "\t");
        assertThatThrownBy(() -> Yaml.parse(text, "f.yaml"))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void bombsAreRefused() {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'i'; c++) {
            String alias = "*" + (char) (c - 1);
            bomb.append("%c: &%c [%s%s]%n".formatted(c, c, (alias + ",").repeat(9), alias));
        }
        assertThatThrownBy(() -> Yaml.parse(bomb.toString(), "f.yaml"))
                .hasMessageContaining("1,000,000 values");
        assertThatThrownBy(() -> Yaml.parse("[".repeat(100_000), "f.yaml"))
                .hasMessageContaining("100 levels");
        assertThatThrownBy(() -> Yaml.parse("- ".repeat(100_000), "f.yaml"))
                .hasMessageContaining("100 levels");
        assertThatThrownBy(() -> Yaml.parse("a: &a [*a]", "f.yaml"))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void documentThatIsNoObjectIsNoManifest() {
        YamlDocument document = Yaml.parse("- a", "f.yaml").getFirst();
        assertThatThrownBy(document::object)
                .hasMessage(
                        "f.yaml:1:1: expected an object with apiVersion and kind, found a list");
    }

    @Test
    void treeIsWrittenInBlocks() {
        String yaml =
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  annotations: {}
                  creationTimestamp: "2026-01-02T03:04:05Z"
                  labels:
                    app.kubernetes.io/name: a
                    port: "80"
                    quoted: "yes"
                spec:
                  containers:
                  - args:
                    - -Xmx64m
                    - --flag=a b
                    - '- x'
                    - 'a: b'
                    - '*'
                    command: []
                    script: |
                      first
                        second

                      last
                    tail: |-
                      a
                      b
                  - "no"
                  - - nested
                    - 1.5
                  - null
                """;
        assertThat(Yaml.write(only(yaml))).isEqualTo(yaml);
    }

    @ParameterizedTest
    @FieldSource("TEXTS")
    void everyTextIsReadBackAsItWas(String text) {
        String asValue = Yaml.write(Json.object().put("a", text));
        assertThat(only(asValue)).as(asValue).isEqualTo(Json.object().put("a", text));
        String asKey = Yaml.write(Json.object().put(text, 1));
        assertThat(only(asKey)).as(asKey).isEqualTo(Json.object().put(text, 1));
        String alone = Yaml.write(TextNode.valueOf(text));
        assertThat(Yaml.parse(alone, "f.yaml").getFirst().tree())
                .as(alone)
                .isEqualTo(TextNode.valueOf(text));
    }

    private static JsonNode only(String yaml) {
        List<YamlDocument> documents = Yaml.parse(yaml, "f.yaml");
        assertThat(documents).hasSize(1);
        return documents.getFirst().tree();
    }
}
