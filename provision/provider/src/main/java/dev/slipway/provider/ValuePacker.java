package dev.slipway.provider;

import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/// Writes values as MessagePack in the form that the provider protocol's object wire format says. A
/// place whose type is not fixed carries the type beside the value; what is not known yet is an
/// extension, with what is known of it. Stateless.
public final class ValuePacker {
    static final byte UNKNOWN = 0;
    static final byte REFINED = 12;
    private static final byte[] NOTHING_KNOWN = {0};
    private static final int PREFIX_BYTES_MAX = 256;

    private ValuePacker() {}

    /// `value` must have the type `type`, but for parts that are dynamic there. Marks must have
    /// been taken off.
    public static byte[] pack(Value value, Type type) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            pack(value, type, packer);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new WireFormatException("Packing into memory failed", e);
        }
    }

    private static void pack(Value value, Type type, MessageBufferPacker packer)
            throws IOException {
        if (type.isDynamic() && !(value instanceof Value.Unknown && value.type().isDynamic())) {
            packTyped(value, packer);
            return;
        }
        switch (value) {
            case Value.Null _ -> packer.packNil();
            case Value.Unknown unknown -> packUnknown(unknown, packer);
            case Value.Text text -> packer.packString(text.text());
            case Value.Bool bool -> packer.packBoolean(bool.isTrue());
            case Value.Numeric number -> packNumber(number.number(), packer);
            case Value.Sequence sequence -> packSequence(sequence.elements(), type, packer);
            case Value.Mapping mapping -> packMapping(mapping.elements(), type, packer);
            case Value.Marked marked ->
                    throw new IllegalArgumentException(
                            "value: with marks " + marked.marks() + " (expected: none)");
        }
    }

    private static void packTyped(Value value, MessageBufferPacker packer) throws IOException {
        if (value.isNull() && value.type().isDynamic()) {
            packer.packNil();
            return;
        }
        packer.packArrayHeader(2);
        byte[] type = TypeJson.write(value.type());
        packer.packBinaryHeader(type.length);
        packer.writePayload(type);
        pack(value, value.type(), packer);
    }

    private static void packSequence(List<Value> elements, Type type, MessageBufferPacker packer)
            throws IOException {
        packer.packArrayHeader(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Type element =
                    type instanceof Type.TupleOf tuple
                            ? tuple.elements().get(i)
                            : type.elementType();
            pack(elements.get(i), element, packer);
        }
    }

    private static void packMapping(
            SortedMap<String, Value> elements, Type type, MessageBufferPacker packer)
            throws IOException {
        packer.packMapHeader(elements.size());
        for (var element : elements.entrySet()) {
            packer.packString(element.getKey());
            Type of =
                    type instanceof Type.ObjectOf object
                            ? object.attributes().get(element.getKey())
                            : type.elementType();
            if (of == null) {
                throw new IllegalArgumentException(
                        "attribute: " + element.getKey() + " (expected: one of the type)");
            }
            pack(element.getValue(), of, packer);
        }
    }

    /// Integers and binary fractions as such where nothing gets lost, all else as text.
    private static void packNumber(BigFloat number, MessageBufferPacker packer) throws IOException {
        if (number.isInfinite()) {
            packer.packDouble(number.toDouble());
            return;
        }
        Long exact = number.toLongExact();
        if (exact != null) {
            packer.packLong(exact);
            return;
        }
        double nearest = number.toDouble();
        if (!number.isInteger() && BigFloat.of(nearest).compareTo(number) == 0) {
            packer.packDouble(nearest);
            return;
        }
        packer.packString(number.shortestDigits().toString());
    }

    private static void packUnknown(Value.Unknown unknown, MessageBufferPacker packer)
            throws IOException {
        byte[] known = refinement(unknown);
        if (known.length == 0) {
            packer.packExtensionTypeHeader(UNKNOWN, NOTHING_KNOWN.length);
            packer.writePayload(NOTHING_KNOWN);
            return;
        }
        packer.packExtensionTypeHeader(REFINED, known.length);
        packer.writePayload(known);
    }

    /// Empty where nothing is known.
    private static byte[] refinement(Value.Unknown unknown) throws IOException {
        Refinement known = unknown.refinement();
        if (unknown.type().isDynamic() || known.equals(Refinement.NONE)) {
            return new byte[0];
        }
        boolean lengths = unknown.type().isCollection();
        int count =
                (known.notNull() ? 1 : 0)
                        + (known.prefix().isEmpty() ? 0 : 1)
                        + (known.lower() == null ? 0 : 1)
                        + (known.upper() == null ? 0 : 1)
                        + (lengths && known.lengthMin() > 0 ? 1 : 0)
                        + (lengths && known.lengthMax() < Integer.MAX_VALUE ? 1 : 0);
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packMapHeader(count);
            if (known.notNull()) {
                packer.packInt(1).packBoolean(false);
            }
            if (!known.prefix().isEmpty()) {
                packer.packInt(2).packString(shortened(known.prefix()));
            }
            packBorder(3, known.lower(), packer);
            packBorder(4, known.upper(), packer);
            if (lengths && known.lengthMin() > 0) {
                packer.packInt(5).packInt(known.lengthMin());
            }
            if (lengths && known.lengthMax() < Integer.MAX_VALUE) {
                packer.packInt(6).packInt(known.lengthMax());
            }
            return count == 0 ? new byte[0] : packer.toByteArray();
        }
    }

    private static void packBorder(
            int key,
            Refinement.@org.jspecify.annotations.Nullable Border border,
            MessageBufferPacker packer)
            throws IOException {
        if (border != null) {
            packer.packInt(key).packArrayHeader(2);
            packNumber(border.number(), packer);
            packer.packBoolean(border.inclusive());
        }
    }

    /// A shorter prefix says less, but nothing wrong.
    private static String shortened(String prefix) {
        String text = prefix;
        while (text.getBytes(StandardCharsets.UTF_8).length > PREFIX_BYTES_MAX) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }
}
