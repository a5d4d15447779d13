package dev.slipway.provider.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.slipway.provider.WireFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A protobuf message as a list of fields. What is inside of a field is looked at when it is asked
/// for, so that a message of megabytes of which little is needed costs little. Fields that are not
/// asked for are ignored, as the protocol wants; of a field that may come once, the last counts.
///
/// Immutable, as long as the bytes it was made of are not changed.
public final class Message {
    /// A message without fields.
    public static final Message EMPTY = new Message(new byte[0], List.of());

    private static final int NO_BYTES = -1;

    private final byte[] bytes;
    private final List<Field> fields;

    /// Either `scalar` or the range in the bytes counts, depending on `length`.
    private record Field(int number, long scalar, int from, int length) {
        boolean isBytes() {
            return length != NO_BYTES;
        }
    }

    private Message(byte[] bytes, List<Field> fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /// @throws WireFormatException if the bytes are no message
    public static Message of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    private static Message of(byte[] bytes, int from, int length) {
        List<Field> fields = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(bytes, from, length);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int number = WireFormat.getTagFieldNumber(tag);
                switch (WireFormat.getTagWireType(tag)) {
                    case WireFormat.WIRETYPE_VARINT ->
                            fields.add(new Field(number, in.readRawVarint64(), 0, NO_BYTES));
                    case WireFormat.WIRETYPE_FIXED64 ->
                            fields.add(new Field(number, in.readRawLittleEndian64(), 0, NO_BYTES));
                    case WireFormat.WIRETYPE_FIXED32 ->
                            fields.add(new Field(number, in.readRawLittleEndian32(), 0, NO_BYTES));
                    case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                        int size = in.readRawVarint32();
                        fields.add(new Field(number, 0, from + in.getTotalBytesRead(), size));
                        in.skipRawBytes(size);
                    }
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new WireFormatException(
                    "message: not protobuf at byte "
                            + in.getTotalBytesRead()
                            + " of "
                            + length
                            + " ("
                            + e.getMessage()
                            + ")",
                    e);
        }
        return new Message(bytes, fields);
    }

    public boolean has(int number) {
        return last(number) != null;
    }

    /// Empty if there is no such field.
    public String text(int number) {
        Field field = lastBytes(number);
        return field == null ? "" : text(field);
    }

    public List<String> texts(int number) {
        return all(number).map(this::text).toList();
    }

    /// Empty if there is no such field.
    public byte[] bytes(int number) {
        Field field = lastBytes(number);
        return field == null
                ? new byte[0]
                : Arrays.copyOfRange(bytes, field.from(), field.from() + field.length());
    }

    /// Zero if there is no such field.
    public long number(int number) {
        Field field = last(number);
        if (field == null) {
            return 0;
        }
        if (field.isBytes()) {
            throw new WireFormatException(
                    "field " + number + ": " + field.length() + " bytes (expected: a number)");
        }
        return field.scalar();
    }

    public boolean flag(int number) {
        return number(number) != 0;
    }

    /// `null` if there is no such field.
    public @Nullable Message message(int number) {
        Field field = lastBytes(number);
        return field == null ? null : message(field);
    }

    /// Empty if there is no such field.
    public Message messageOrEmpty(int number) {
        Message message = message(number);
        return message == null ? EMPTY : message;
    }

    public List<Message> messages(int number) {
        return all(number).map(this::message).toList();
    }

    private Message message(Field field) {
        return of(bytes, field.from(), field.length());
    }

    private String text(Field field) {
        return new String(bytes, field.from(), field.length(), StandardCharsets.UTF_8);
    }

    private java.util.stream.Stream<Field> all(int number) {
        return fields.stream().filter(each -> each.number() == number && each.isBytes());
    }

    private @Nullable Field last(int number) {
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).number() == number) {
                return fields.get(i);
            }
        }
        return null;
    }

    private @Nullable Field lastBytes(int number) {
        Field field = last(number);
        if (field != null && !field.isBytes()) {
            throw new WireFormatException(
                    "field " + number + ": " + field.scalar() + " (expected: bytes)");
        }
        return field;
    }
}
