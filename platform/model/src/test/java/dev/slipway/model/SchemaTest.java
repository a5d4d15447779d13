package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaTest {
    private static final Schema LIMITED =
            Schemas.alone(
                    tree(
                            """
                            type: object
                            required: [must]
                            properties:
                              must: {type: string, minLength: 2, maxLength: 4, pattern: '^[a-z]*$'}
                              number: {type: number, minimum: 1, maximum: 2.5}
                              small: {type: integer, format: int32}
                              big: {type: integer, format: int64}
                              either: {x-kubernetes-int-or-string: true}
                              bytes: {type: string, format: byte}
                              time: {type: string, format: date-time}
                              flag: {type: boolean}
                              list:
                                type: array
                                minItems: 1
                                maxItems: 2
                                x-kubernetes-list-map-keys: [name]
                                items: {type: object, properties: {name: {type: string}}}
                              maybe: {type: string, nullable: true}
                              open: {type: object, x-kubernetes-preserve-unknown-fields: true}
                              map: {type: object, additionalProperties: {type: integer}}
                              any: {}
                            """));

    @Test
    void whatFitsHasNoProblems() {
        assertThat(
                        problems(
                                """
                                must: abc
                                number: 1.5
                                small: 1.0
                                big: 9007199254740993
                                either: x
                                bytes: YQ==
                                time: 2026-01-02T03:04:05.123456+01:00
                                flag: yes
                                list: [{name: a}, {name: b}]
                                maybe: null
                                open: {x: [1, {y: 2}]}
                                map: {a: 1}
                                any: [1, a, {b: c}]
                                """))
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsToldWithItsPath() {
        assertThat(
                        problems(
                                """
                                number: 3
                                small: 3000000000
                                big: 1.5
                                either: [1]
                                bytes: '*'
                                time: yesterday
                                flag: 'true'
                                list: [{name: a}, {name: a}, {name: 1}]
                                map: {a: x}
                                nubmer: 1
                                """))
                .containsExactly(
                        "must: Required value",
                        "number: Invalid value: 3: must be less than or equal to 2.5",
                        "small: expected a 32-bit integer, found 3000000000",
                        "big: expected integer, found number 1.5",
                        "either: expected integer or string, found a list",
                        "bytes: expected Base64, found something else: Input byte[] should at least"
                                + " have 2 bytes for base64 bytes",
                        "time: expected a time such as 2026-01-31T08:00:00Z, found \"yesterday\"",
                        "flag: expected boolean, found string \"true\", remove the quotes",
                        "list: must have at most 2 items",
                        "list[2].name: expected string, found number 1, put it in quotes",
                        "list[1]: Duplicate value: \"a\"",
                        "map.a: expected integer, found string \"x\"",
                        "nubmer: unknown field \"nubmer\", did you mean \"number\"?");
    }

    @Test
    void textsKeepToTheirLimits() {
        assertThat(problems("must: a"))
                .containsExactly("must: Invalid value: \"a\": must be at least 2 characters long");
        assertThat(problems("must: abcde"))
                .containsExactly(
                        "must: Invalid value: \"abcde\": must be no more than 4 characters");
        assertThat(problems("must: AB"))
                .containsExactly(
                        "must: Invalid value: \"AB\": must match the regular expression ^[a-z]*$");
    }

    @Test
    void problemsAreCountedToAHundred() {
        ObjectNode tree = Json.object().put("must", "ab");
        for (int i = 0; i < 1000; i++) {
            tree.put("x" + i, i);
        }
        assertThat(SchemaValidator.validate(tree, LIMITED)).hasSize(100);
    }

    @Test
    void problemIsACauseOfAStatus() {
        Problem problem = SchemaValidator.validate(Json.object(), LIMITED).getFirst();
        assertThat(problem.cause())
                .isEqualTo(new ApiException.Cause("must", "FieldValueRequired", "Required value"));
    }

    @Test
    void storedFormHasNeitherNullsNorUnknownFields() {
        ObjectNode stored =
                StoredForm.of(
                        tree(
                                """
                                must: null
                                small: 1.0
                                either: 2.0
                                maybe: null
                                unknown: 1
                                open: {x: null, y: {z: null}}
                                list: [{name: a, other: b}]
                                """),
                        LIMITED);
        assertThat(stored)
                .hasToString(
                        "{\"small\":1,\"either\":2,\"maybe\":null,\"open\":{\"y\":{}},"
                                + "\"list\":[{\"name\":\"a\"}]}");
    }

    @Test
    void defaultsAreFilledInWhereTheirObjectIsThere() {
        ObjectNode tree = tree("spec: {replicas: null, template: {}}");
        SchemaDefaults.apply(tree, Cases.deployment());
        assertThat(tree.at("/spec/replicas").intValue()).isEqualTo(1);
        ObjectNode without = tree("metadata: {}");
        SchemaDefaults.apply(without, Cases.deployment());
        assertThat(without).isEqualTo(tree("metadata: {}"));
    }

    @Test
    void definitionsAreReadWhenTheyAreNeededAndMayReferToThemselves() {
        ObjectNode definitions =
                tree(
                        """
                        Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
                        Broken: {type: nonsense}
                        User: {type: object, properties: {broken: {$ref: '#/components/schemas/Broken'}}}
                        """);
        Schemas schemas = Schemas.of(definitions);
        Schema tree = schemas.definition("Tree");
        assertThat(SchemaValidator.validate(tree("children: [{children: [{child: 1}]}]"), tree))
                .extracting(Problem::path)
                .isEqualTo(List.of("children[0].children[0].child"));
        assertThat(SchemaValidator.validate(Json.object(), schemas.definition("User"))).isEmpty();
        assertThatThrownBy(() -> schemas.definition("Broken"))
                .hasMessage("Broken: type nonsense (expected: a type of OpenAPI 3)");
        assertThat(schemas.find("Missing")).isEmpty();
        assertThatThrownBy(() -> schemas.definition("Missing"))
                .hasMessage("No schema is named Missing");
    }

    private static List<String> problems(String yaml) {
        return SchemaValidator.validate(tree(yaml), LIMITED).stream()
                .map(Problem::toString)
                .toList();
    }

    private static ObjectNode tree(String yaml) {
        return Yaml.parse(yaml, "test").getFirst().object();
    }
}
