package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkScannerTest {
    private final ChunkScanner scanner = new ChunkScanner();

    private int take(String text) {
        return scanner.take(buffer(text), null);
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void stopsBehindTheLastChunk() {
        assertThat(take("5\r\nhello\r\n0\r\n\r\nGET /")).isEqualTo(15);
        assertThat(scanner.isDone()).isTrue();
    }

    @Test
    void followsExtensionsAndTrailers() {
        String body = "A;x=\"y\"\r\n0123456789\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\n";
        assertThat(take(body)).isEqualTo(body.length());
        assertThat(scanner.isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x\r\n",
                " 5\r\n",
                "5 \r\n",
                "+5\r\n",
                "-1\r\n",
                "0x5\r\n",
                "5\nhello",
                "5\r\nhelloX\r\n",
                "5\r\nhello\n",
                "5;a\nb\r\n",
                "5;a\u0000\r\n",
                "FFFFFFFFFFFFFFFFF\r\n",
                "0\r\nContent-Length: 5\r\n\r\n",
                "0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "0\r\nHost: b\r\n\r\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\n folded\r\n\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\n\rX"
            })
    void refusesBrokenFraming(String text) {
        assertThatThrownBy(() -> take(text)).isInstanceOf(RefusedException.class);
    }

    @Test
    void limitsWhatIsNotContent() {
        assertThatThrownBy(() -> take("1;" + "x".repeat(9000)))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsTheSameContentHoweverTheBytesArrive(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder content = new StringBuilder();
            StringBuilder body = new StringBuilder();
            for (int chunk = random.nextInt(5); chunk > 0; chunk--) {
                String text = "ab\r\n0".repeat(1 + random.nextInt(20));
                content.append(text);
                body.append(Integer.toHexString(text.length())).append("\r\n");
                body.append(text).append("\r\n");
            }
            body.append("0\r\n\r\n");
            assertThat(taken(body.toString(), random)).isEqualTo(content.toString());
        }
    }

    private String taken(String body, SplittableRandom random) {
        scanner.reset();
        ByteBuf payload = Unpooled.buffer();
        int at = 0;
        while (!scanner.isDone()) {
            int end = Math.min(body.length(), at + 1 + random.nextInt(7));
            at += scanner.take(buffer(body.substring(at, end)), payload);
        }
        assertThat(at).isEqualTo(body.length());
        return payload.toString(StandardCharsets.ISO_8859_1);
    }
}
