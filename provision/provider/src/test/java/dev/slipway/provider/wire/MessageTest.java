package dev.slipway.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.provider.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageTest {
    @Test
    void fieldsComeBack() {
        byte[] bytes =
                new MessageWriter()
                        .text(1, "ä")
                        .number(2, -7)
                        .flag(3, true)
                        .bytes(4, new byte[] {1, 2})
                        .message(5, new MessageWriter().text(1, "inner"))
                        .message(5, new MessageWriter())
                        .present(200_000, 0)
                        .toByteArray();
        Message message = Message.of(bytes);
        assertThat(message.text(1)).isEqualTo("ä");
        assertThat(message.number(2)).isEqualTo(-7);
        assertThat(message.flag(3)).isTrue();
        assertThat(message.bytes(4)).containsExactly(1, 2);
        assertThat(message.messages(5)).hasSize(2).first().returns("inner", m -> m.text(1));
        assertThat(message.has(200_000)).isTrue();
        assertThat(message.has(6)).isFalse();
        assertThat(message.message(6)).isNull();
    }

    @Test
    void defaultsAreNotWritten() {
        assertThat(new MessageWriter().text(1, "").number(2, 0).flag(3, false).toByteArray())
                .isEmpty();
    }

    @Test
    void theLayoutIsThatOfProtobuf() {
        byte[] bytes = new MessageWriter().text(1, "ab").number(2, 300).toByteArray();
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0a02616210ac02");
    }

    @Test
    void theLastOfEqualFieldsCounts() {
        byte[] bytes = new MessageWriter().text(1, "a").text(1, "b").toByteArray();
        assertThat(Message.of(bytes).text(1)).isEqualTo("b");
        assertThat(Message.of(bytes).texts(1)).isEqualTo(List.of("a", "b"));
    }

    @Test
    void truncatedMessagesAreRefused() {
        byte[] bytes = new MessageWriter().text(1, "abc").number(2, 300).toByteArray();
        for (int length : new int[] {1, 3, 6}) {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> Message.of(Arrays.copyOf(bytes, length)))
                    .withMessageContaining("not protobuf");
        }
    }

    @Test
    void numbersAreNoTexts() {
        Message message =
                Message.of(
                        new MessageWriter()
                                .number(1, 5)
                                .bytes(2, "x".getBytes(StandardCharsets.UTF_8))
                                .toByteArray());
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> message.text(1))
                .withMessage("field 1: 5 (expected: bytes)");
        assertThatExceptionOfType(WireFormatException.class).isThrownBy(() -> message.number(2));
    }
}
