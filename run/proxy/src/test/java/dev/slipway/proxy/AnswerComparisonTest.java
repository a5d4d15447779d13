package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerComparisonTest {
    private final AnswerComparison comparison = new AnswerComparison();

    private static CapturedAnswer captured(String text) {
        CapturedAnswer answer = new CapturedAnswer();
        byte[] bytes = Ascii.bytes(text);
        for (int from = 0; from < bytes.length; from += 1000) {
            int n = Math.min(1000, bytes.length - from);
            answer.add(Unpooled.wrappedBuffer(bytes, from, n));
        }
        return answer;
    }

    private static String answer(String type, String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: "
                + type
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private AnswerComparison.@Nullable Outcome compare(String one, String other) {
        return comparison.compare(captured(one), captured(other));
    }

    @Test
    void parametersOfTheTypeDoNotMatter() {
        assertThat(compare(answer("text/html", "a"), answer("Text/HTML; charset=utf-8", "b")))
                .isEqualTo(AnswerComparison.Outcome.SAME);
        assertThat(compare(answer("text/html", "a"), answer("text/plain", "b")))
                .isEqualTo(AnswerComparison.Outcome.OTHER_SHAPE);
    }

    @Test
    void otherBodiesMustBeAboutAsLong() {
        String hundred = answer("text/plain", "x".repeat(100));
        assertThat(compare(hundred, answer("text/plain", "x".repeat(250))))
                .isEqualTo(AnswerComparison.Outcome.SAME);
        assertThat(compare(hundred, answer("text/plain", "x".repeat(300))))
                .isEqualTo(AnswerComparison.Outcome.OTHER_SHAPE);
        assertThat(compare(answer("text/plain", ""), answer("text/plain", "x")))
                .isEqualTo(AnswerComparison.Outcome.OTHER_SHAPE);
    }

    @Test
    void largeBodiesAreComparedByTheirLength() {
        String large = answer("application/json", "[" + "1,".repeat(50_000) + "1]");
        assertThat(compare(large, answer("application/json", "[" + "\"\",".repeat(50_000) + "1]")))
                .isEqualTo(AnswerComparison.Outcome.SAME);
        assertThat(compare(large, answer("application/json", "[1]")))
                .isEqualTo(AnswerComparison.Outcome.OTHER_SHAPE);
    }

    @Test
    void halfAHeadCannotBeCompared() {
        assertThat(compare("HTTP/1.1 200 OK\r\nConte", answer("text/plain", "x"))).isNull();
        assertThat(compare("nonsense\r\n\r\n", answer("text/plain", "x"))).isNull();
    }

    @Test
    void neverThrows() {
        SplittableRandom random = new SplittableRandom(11);
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        String chunked = head + "Transfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder changed = new StringBuilder(chunked);
            int changes = random.nextInt(1, 5);
            for (int i = 0; i < changes; i++) {
                changed.setCharAt(random.nextInt(changed.length()), (char) random.nextInt(256));
            }
            compare(changed.substring(random.nextInt(3)), chunked);
        }
    }
}
