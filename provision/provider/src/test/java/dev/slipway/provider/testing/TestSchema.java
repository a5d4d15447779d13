package dev.slipway.provider.testing;

import static dev.slipway.provider.schema.Attribute.Use.COMPUTED;
import static dev.slipway.provider.schema.Attribute.Use.OPTIONAL;
import static dev.slipway.provider.schema.Attribute.Use.OPTIONAL_COMPUTED;
import static dev.slipway.provider.schema.Attribute.Use.OPTIONAL_WRITE_ONLY;
import static dev.slipway.provider.schema.Attribute.Use.REQUIRED;

import dev.slipway.hcl.value.Type;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What [TestProvider] says of itself.
final class TestSchema {
    static final String THING = "slipwaytest_thing";
    static final String ITEM = "slipwaytest_item";
    static final String BOX = "slipwaytest_box";
    static final String TOKEN = "slipwaytest_token";

    private static final Type TEXT = Type.Primitive.STRING;
    private static final Type NUMBER = Type.Primitive.NUMBER;

    private TestSchema() {}

    static FixedSchema create() {
        return new FixedSchema(
                new Schema(0, provider()),
                new Schema(0, block(Map.of("module_name", attribute(TEXT, OPTIONAL)))),
                Map.of(
                        THING, new Schema(1, thing()),
                        ITEM, new Schema(0, simple("value")),
                        BOX, new Schema(0, simple("content"))),
                Map.of(THING, new Schema(0, found())),
                Map.of(TOKEN, new Schema(0, token())),
                new FixedSchema.Extras(
                        functions(),
                        Map.of(THING, identity()),
                        new ProviderSchema.Capabilities(true, true, true, false)));
    }

    private static Block provider() {
        return block(
                Map.of(
                        "folder", attribute(TEXT, OPTIONAL),
                        "prefix", attribute(TEXT, OPTIONAL),
                        "token", sensitive(TEXT, OPTIONAL),
                        "fail", attribute(Type.Primitive.BOOL, OPTIONAL)));
    }

    private static Block thing() {
        SortedMap<String, Attribute> attributes = new TreeMap<>();
        attributes.put("id", attribute(TEXT, COMPUTED));
        attributes.put("name", attribute(TEXT, REQUIRED));
        attributes.put("zone", attribute(TEXT, OPTIONAL));
        attributes.put("note", attribute(TEXT, OPTIONAL));
        attributes.put("size", attribute(NUMBER, OPTIONAL_COMPUTED));
        attributes.put("tags", attribute(Type.map(TEXT), OPTIONAL));
        attributes.put("labels", attribute(Type.set(TEXT), OPTIONAL));
        attributes.put("anything", attribute(Type.Any.DYNAMIC, OPTIONAL));
        attributes.put("secret", sensitive(TEXT, OPTIONAL));
        attributes.put("password", sensitive(TEXT, OPTIONAL_WRITE_ONLY));
        attributes.put("password_version", attribute(NUMBER, OPTIONAL));
        attributes.put("fault", attribute(TEXT, OPTIONAL));
        attributes.put("fingerprint", attribute(TEXT, COMPUTED));
        attributes.put(
                "settings",
                nested(
                        Nesting.SINGLE,
                        Map.of(
                                "mode", attribute(TEXT, REQUIRED),
                                "level", attribute(NUMBER, OPTIONAL))));
        attributes.put(
                "endpoints",
                nested(
                        Nesting.LIST,
                        Map.of(
                                "host", attribute(TEXT, REQUIRED),
                                "port", attribute(NUMBER, OPTIONAL))));
        attributes.put("peers", nested(Nesting.SET, Map.of("name", attribute(TEXT, REQUIRED))));
        attributes.put("routes", nested(Nesting.MAP, Map.of("target", attribute(TEXT, REQUIRED))));
        return new Block(attributes, thingBlocks(), text("A thing that is kept in a folder."));
    }

    private static SortedMap<String, NestedBlock> thingBlocks() {
        NestedBlock match =
                blocks(
                        block(
                                Map.of(
                                        "key", attribute(TEXT, REQUIRED),
                                        "value", attribute(TEXT, OPTIONAL))),
                        Nesting.SET,
                        0);
        Block rule =
                new Block(
                        new TreeMap<>(Map.of("action", attribute(TEXT, REQUIRED))),
                        new TreeMap<>(Map.of("match", match)),
                        Text.NONE);
        Block member =
                block(
                        Map.of(
                                "user", attribute(TEXT, REQUIRED),
                                "role", attribute(TEXT, OPTIONAL)));
        Block placement =
                block(
                        Map.of(
                                "region", attribute(TEXT, OPTIONAL),
                                "rank", attribute(NUMBER, OPTIONAL)));
        Block limits =
                block(
                        Map.of(
                                "soft", attribute(NUMBER, OPTIONAL),
                                "hard", attribute(NUMBER, OPTIONAL)));
        Block option = block(Map.of("value", attribute(TEXT, OPTIONAL)));
        return new TreeMap<>(
                Map.of(
                        "rule", blocks(rule, Nesting.LIST, 5),
                        "member", blocks(member, Nesting.SET, 0),
                        "placement", blocks(placement, Nesting.SINGLE, 0),
                        "limits", blocks(limits, Nesting.GROUP, 0),
                        "option", blocks(option, Nesting.MAP, 0)));
    }

    private static Block simple(String attribute) {
        return block(Map.of("id", attribute(TEXT, COMPUTED), attribute, attribute(TEXT, OPTIONAL)));
    }

    private static Block found() {
        return block(
                Map.of(
                        "name", attribute(TEXT, REQUIRED),
                        "id", attribute(TEXT, COMPUTED),
                        "note", attribute(TEXT, COMPUTED),
                        "size", attribute(NUMBER, COMPUTED)));
    }

    private static Block token() {
        return block(
                Map.of("scope", attribute(TEXT, REQUIRED), "token", sensitive(TEXT, COMPUTED)));
    }

    private static IdentitySchema identity() {
        return new IdentitySchema(
                1,
                new TreeMap<>(Map.of("name", new IdentitySchema.Attribute(TEXT, true, false, ""))));
    }

    private static Map<String, FunctionSignature> functions() {
        FunctionSignature.Parameter given = parameter("text", TEXT, false);
        return Map.of(
                "shout", new FunctionSignature(List.of(given), null, TEXT, text("In capitals.")),
                "join",
                        new FunctionSignature(
                                List.of(parameter("separator", TEXT, false)),
                                parameter("parts", TEXT, false),
                                TEXT,
                                Text.NONE),
                "refuse", new FunctionSignature(List.of(given), null, TEXT, Text.NONE),
                "same",
                        new FunctionSignature(
                                List.of(parameter("value", Type.Any.DYNAMIC, true)),
                                null,
                                Type.Any.DYNAMIC,
                                Text.NONE));
    }

    private static FunctionSignature.Parameter parameter(String name, Type type, boolean lenient) {
        return new FunctionSignature.Parameter(name, type, lenient, lenient, Text.NONE);
    }

    private static Attribute attribute(Type type, Attribute.Use use) {
        return new Attribute(type, null, use, false, Text.NONE);
    }

    private static Attribute sensitive(Type type, Attribute.Use use) {
        return new Attribute(type, null, use, true, Text.NONE);
    }

    private static Attribute nested(Nesting nesting, Map<String, Attribute> attributes) {
        NestedObject object = new NestedObject(new TreeMap<>(attributes), nesting);
        return new Attribute(object.type(), object, OPTIONAL, false, Text.NONE);
    }

    private static Block block(Map<String, Attribute> attributes) {
        return new Block(new TreeMap<>(attributes), new TreeMap<>(), Text.NONE);
    }

    private static NestedBlock blocks(Block block, Nesting nesting, long maxItems) {
        return new NestedBlock(block, nesting, 0, maxItems);
    }

    private static Text text(String description) {
        return new Text(description, true, false, "");
    }
}
