package dev.slipway.provider.wire;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes a protobuf message field by field. Numbers, texts and bytes that are zero or empty are
/// left out, as the protocol does; messages never are. Belongs to one thread, and is used once.
public final class MessageWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    public MessageWriter text(int number, String text) {
        return text.isEmpty() ? this : write(() -> out.writeString(number, text));
    }

    public MessageWriter bytes(int number, byte[] value) {
        return value.length == 0 ? this : message(number, value);
    }

    public MessageWriter number(int number, long value) {
        return value == 0 ? this : write(() -> out.writeInt64(number, value));
    }

    public MessageWriter flag(int number, boolean value) {
        return value ? write(() -> out.writeBool(number, true)) : this;
    }

    /// A field that is there even if it is zero: one of several of which exactly one is.
    public MessageWriter present(int number, long value) {
        return write(() -> out.writeInt64(number, value));
    }

    public MessageWriter message(int number, byte[] message) {
        return write(() -> out.writeByteArray(number, message));
    }

    public MessageWriter message(int number, MessageWriter message) {
        return message(number, message.toByteArray());
    }

    public byte[] toByteArray() {
        write(out::flush);
        return bytes.toByteArray();
    }

    private MessageWriter write(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory failed", e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
