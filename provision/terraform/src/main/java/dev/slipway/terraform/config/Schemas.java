package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.BodySchema.Attribute;
import dev.slipway.hcl.decode.BodySchema.Block;
import java.util.List;
import java.util.stream.Stream;

/// The arguments and blocks that each kind of block may have.
final class Schemas {
    static final BodySchema FILE =
            new BodySchema(
                    List.of(),
                    List.of(
                            block("terraform"),
                            block("language"),
                            block("required_providers"),
                            block("provider", "name"),
                            block("variable", "name"),
                            block("locals"),
                            block("output", "name"),
                            block("module", "name"),
                            block("resource", "type", "name"),
                            block("data", "type", "name"),
                            block("ephemeral", "type", "name"),
                            block("moved"),
                            block("removed"),
                            block("import"),
                            block("check", "name")));

    static final BodySchema TERRAFORM =
            schema(
                    List.of("required_version", "experiments", "language"),
                    block("backend", "type"),
                    block("cloud"),
                    block("encryption"),
                    block("required_providers"),
                    block("provider_meta", "provider"));

    static final BodySchema VARIABLE =
            schema(
                    List.of(
                            "description",
                            "default",
                            "type",
                            "sensitive",
                            "ephemeral",
                            "nullable",
                            "deprecated"),
                    block("validation"));

    static final BodySchema CONDITION = required("condition", "error_message");

    static final BodySchema OUTPUT =
            new BodySchema(
                    attributes(
                            List.of("value"),
                            List.of(
                                    "description",
                                    "depends_on",
                                    "sensitive",
                                    "ephemeral",
                                    "deprecated")),
                    List.of(block("precondition"), block("postcondition")));

    static final BodySchema PROVIDER =
            schema(List.of("alias", "version", "for_each"), block("locals"), block("lifecycle"));

    static final BodySchema RESOURCE =
            schema(
                    List.of("count", "for_each", "provider", "depends_on"),
                    block("lifecycle"),
                    block("connection"),
                    block("provisioner", "type"),
                    block("_"));

    static final BodySchema DATA =
            schema(
                    List.of("count", "for_each", "provider", "depends_on"),
                    block("lifecycle"),
                    block("_"));

    static final BodySchema LIFECYCLE =
            schema(
                    List.of(
                            "create_before_destroy",
                            "prevent_destroy",
                            "ignore_changes",
                            "replace_triggered_by",
                            "destroy",
                            "enabled"),
                    block("precondition"),
                    block("postcondition"));

    static final BodySchema PROVISIONER =
            schema(
                    List.of("when", "on_failure"),
                    block("connection"),
                    block("lifecycle"),
                    block("_"));

    static final BodySchema MODULE =
            new BodySchema(
                    attributes(
                            List.of("source"),
                            List.of("version", "count", "for_each", "depends_on", "providers")),
                    List.of(block("lifecycle"), block("locals"), block("provider", "name")));

    static final BodySchema MOVED = required("from", "to");

    static final BodySchema REMOVED =
            new BodySchema(
                    attributes(List.of("from"), List.of()),
                    List.of(block("lifecycle"), block("connection"), block("provisioner", "type")));

    static final BodySchema REMOVED_LIFECYCLE = required("destroy");

    static final BodySchema IMPORT =
            new BodySchema(
                    attributes(List.of("to"), List.of("id", "identity", "provider", "for_each")),
                    List.of());

    static final BodySchema CHECK =
            schema(List.of(), block("data", "type", "name"), block("assert"));

    private Schemas() {}

    private static BodySchema schema(List<String> optional, Block... blocks) {
        return new BodySchema(attributes(List.of(), optional), List.of(blocks));
    }

    private static BodySchema required(String... names) {
        return new BodySchema(attributes(List.of(names), List.of()), List.of());
    }

    private static List<Attribute> attributes(List<String> required, List<String> optional) {
        return Stream.concat(
                        required.stream().map(name -> new Attribute(name, true)),
                        optional.stream().map(name -> new Attribute(name, false)))
                .toList();
    }

    private static Block block(String type, String... labels) {
        return new Block(type, List.of(labels));
    }
}
