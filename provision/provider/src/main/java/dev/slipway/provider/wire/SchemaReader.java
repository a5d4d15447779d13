package dev.slipway.provider.wire;

import static dev.slipway.provider.schema.Attribute.Use;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Type;
import dev.slipway.provider.TypeJson;
import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Reads the messages `Schema`, `Function` and `ResourceIdentitySchema`. Types that come again and
/// again are read once. Safe for many threads.
final class SchemaReader {
    private static final int DEPTH_MAX = 100;
    private static final int TYPES_MAX = 1_000;
    private static final long MARKDOWN = 1;

    private final Protocol protocol;
    private final Map<String, Type> types = new ConcurrentHashMap<>();

    SchemaReader(Protocol protocol) {
        this.protocol = protocol;
    }

    Schema schema(Message message) {
        return new Schema(message.number(1), block(message.messageOrEmpty(2), 0));
    }

    private Block block(Message message, int depth) {
        check(depth);
        SortedMap<String, NestedBlock> blocks = new TreeMap<>(CodePointOrder.INSTANCE);
        for (Message each : message.messages(3)) {
            blocks.put(each.text(1), nestedBlock(each, depth + 1));
        }
        Text text = text(message.text(4), message.number(5), message.flag(6), message.text(7));
        return new Block(attributes(message.messages(2), depth), blocks, text);
    }

    private NestedBlock nestedBlock(Message message, int depth) {
        return new NestedBlock(
                block(message.messageOrEmpty(2), depth),
                nesting(message.number(3), message.text(1)),
                message.number(4),
                message.number(5));
    }

    private SortedMap<String, Attribute> attributes(List<Message> messages, int depth) {
        SortedMap<String, Attribute> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
        for (Message each : messages) {
            attributes.put(each.text(1), attribute(each, depth));
        }
        return attributes;
    }

    private Attribute attribute(Message message, int depth) {
        boolean writeOnly =
                switch (protocol) {
                    case V5 -> message.flag(10);
                    case V6 -> message.flag(11);
                };
        String deprecation =
                switch (protocol) {
                    case V5 -> message.text(11);
                    case V6 -> message.text(12);
                };
        NestedObject nested =
                switch (protocol) {
                    case V5 -> null;
                    case V6 -> nestedObject(message.message(10), message.text(1), depth + 1);
                };
        return new Attribute(
                nested == null ? type(message.bytes(2), message.text(1)) : nested.type(),
                nested,
                use(message, writeOnly),
                message.flag(7),
                text(message.text(3), message.number(8), message.flag(9), deprecation));
    }

    private @Nullable NestedObject nestedObject(@Nullable Message message, String name, int depth) {
        if (message == null) {
            return null;
        }
        check(depth);
        return new NestedObject(
                attributes(message.messages(1), depth), nesting(message.number(3), name));
    }

    /// One that is neither required, optional nor computed is of a provider's mistake; being
    /// optional, it does no harm.
    private static Use use(Message message, boolean writeOnly) {
        boolean required = message.flag(4);
        boolean computed = message.flag(6);
        if (writeOnly) {
            return required ? Use.REQUIRED_WRITE_ONLY : Use.OPTIONAL_WRITE_ONLY;
        }
        if (required) {
            return Use.REQUIRED;
        }
        if (computed) {
            return message.flag(5) ? Use.OPTIONAL_COMPUTED : Use.COMPUTED;
        }
        return Use.OPTIONAL;
    }

    private static Nesting nesting(long number, String name) {
        return switch ((int) number) {
            case 1 -> Nesting.SINGLE;
            case 2 -> Nesting.LIST;
            case 3 -> Nesting.SET;
            case 4 -> Nesting.MAP;
            case 5 -> Nesting.GROUP;
            default ->
                    throw new WireFormatException(
                            name + ": nesting mode " + number + " (expected: 1 to 5)");
        };
    }

    FunctionSignature function(Message message) {
        Message variadic = message.message(2);
        return new FunctionSignature(
                message.messages(1).stream().map(this::parameter).toList(),
                variadic == null ? null : parameter(variadic),
                type(message.messageOrEmpty(3).bytes(1), "result"),
                text(functionText(message), message.number(6), false, message.text(7)));
    }

    private static String functionText(Message message) {
        return message.has(5) ? message.text(5) : message.text(4);
    }

    private FunctionSignature.Parameter parameter(Message message) {
        return new FunctionSignature.Parameter(
                message.text(1),
                type(message.bytes(2), message.text(1)),
                message.flag(3),
                message.flag(4),
                text(message.text(5), message.number(6), false, ""));
    }

    IdentitySchema identity(Message message) {
        SortedMap<String, IdentitySchema.Attribute> attributes =
                new TreeMap<>(CodePointOrder.INSTANCE);
        for (Message each : message.messages(2)) {
            attributes.put(
                    each.text(1),
                    new IdentitySchema.Attribute(
                            type(each.bytes(2), each.text(1)),
                            each.flag(3),
                            each.flag(4),
                            each.text(5)));
        }
        return new IdentitySchema(message.number(1), attributes);
    }

    private static Text text(
            String description, long kind, boolean deprecated, String deprecationMessage) {
        if (description.isEmpty() && !deprecated && deprecationMessage.isEmpty()) {
            return Text.NONE;
        }
        return new Text(
                description,
                kind == MARKDOWN,
                deprecated || !deprecationMessage.isEmpty(),
                deprecationMessage);
    }

    private Type type(byte[] json, String name) {
        String key = new String(json, StandardCharsets.UTF_8);
        Type known = types.get(key);
        if (known != null) {
            return known;
        }
        try {
            Type type = TypeJson.read(json);
            if (types.size() < TYPES_MAX) {
                types.put(key, type);
            }
            return type;
        } catch (WireFormatException e) {
            throw new WireFormatException(name + ": " + e.getMessage(), e);
        }
    }

    private static void check(int depth) {
        if (depth > DEPTH_MAX) {
            throw new WireFormatException("schema: nested deeper than " + DEPTH_MAX);
        }
    }
}
