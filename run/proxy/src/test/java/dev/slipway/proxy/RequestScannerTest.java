package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock") // Lines of HTTP end with CR LF.
class RequestScannerTest {
    private static final String HOST = "Host: a\r\n";

    private final RequestScanner scanner = new RequestScanner(ProxyConfig.HeadLimits.defaults());
    private final RequestHead head = new RequestHead(128);

    private int scan(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return scanner.scan(bytes, bytes.length, head);
    }

    static List<String> smuggling() {
        return List.of(
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5, 5\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: +5\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: -5\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 0x5\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5 6\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length:\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999999999999\r\n\r\n",
                "POST / HTTP/1.1\r\n"
                        + HOST
                        + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\n"
                        + HOST
                        + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked, identity\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: xchunked\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: \u000bchunked\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding : chunked\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + " Transfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "X: y\r\n Transfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "X: y\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "X: y\rTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "X: y\u0000z\r\n\r\n",
                "POST / HTTP/1.1\r\n" + HOST + "Transfer\u0000-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\n" + HOST + "\r\n",
                "GET / HTTP/1.1\r\n" + HOST + "\n",
                "GET / HTTP/1.1\r\n" + HOST + ": empty\r\n\r\n",
                "GET / HTTP/1.1\r\n" + HOST + "no-colon\r\n\r\n",
                "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
                "GET http://u@a/ HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http:// HTTP/1.1\r\n" + HOST + "\r\n",
                "GET  / HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a b HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /\tHTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a#b HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a/../b HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a/%2e%2E/b HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a/. HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /\r\n" + HOST + "\r\n",
                "GET / HTTP/2.0\r\n" + HOST + "\r\n",
                "GET / HTTP/1.2\r\n" + HOST + "\r\n",
                "GET / http/1.1\r\n" + HOST + "\r\n",
                "GET / HTTP/1.1 \r\n" + HOST + "\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "CONNECT a:443 HTTP/1.1\r\n" + HOST + "\r\n",
                "G\"T / HTTP/1.1\r\n" + HOST + "\r\n",
                " GET / HTTP/1.1\r\n" + HOST + "\r\n",
                "\r\n\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n",
                "GET / HTTP/1.1\r\n" + HOST + "Expect: something\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("smuggling")
    void refusesWhatTwoServersCouldReadDifferently(String text) {
        assertThatThrownBy(() -> scan(text)).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: a:80\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::1]:80\r\nX:\r\nY: a\tb \u00fc\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://b/c?d HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /...a/..b/c.. HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void acceptsWhatIsInOrder(String text) {
        assertThat(scan(text)).isEqualTo(text.length());
    }

    @Test
    void findsThePartsOfARequest() {
        scan("POST http://Shop:81/a/b?c=d HTTP/1.1\r\nHost: other\r\nContent-Length: 12\r\n\r\n");
        assertThat(head.path()).isEqualTo("/a/b");
        assertThat(head.authority()).isEqualTo("Shop:81");
        assertThat(head.contentLength()).isEqualTo(12);
        assertThat(head.isMethod(Ascii.bytes("POST"))).isTrue();
        assertThat(head.keepAlive()).isTrue();
    }

    @Test
    void namesTheLimitThatWasExceeded() {
        String longTarget = "/" + "x".repeat(9000);
        assertThatThrownBy(() -> scan("GET " + longTarget))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.TARGET_TOO_LONG));
        String lines = "X: y\r\n".repeat(129);
        assertThatThrownBy(() -> scan("GET / HTTP/1.1\r\n" + HOST + lines + "\r\n"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.HEAD_TOO_LARGE));
    }

    @Test
    void waitsForTheRestOfEveryPrefix() {
        String text = "POST /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nX: y\r\n\r\n";
        for (int length = 0; length < text.length(); length++) {
            assertThat(scan(text.substring(0, length))).isEqualTo(HeaderLines.INCOMPLETE);
        }
        assertThat(scan(text + "abc")).isEqualTo(text.length());
    }

    /// Heads mutated at random: whatever the scanner accepts must also satisfy a plain grammar, and
    /// must be one message to the scanner again.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void acceptsOnlyWhatTheGrammarAllows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pattern grammar =
                Pattern.compile(
                        "(\r\n){0,2}[!-~]+ [!-~]+ HTTP/1\\.[01]\r\n"
                                + "([!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t\\x20-\\x7e\\x80-\\xff]*\r\n)*\r\n");
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = mutated(random);
            int end;
            try {
                end = scan(text);
            } catch (RefusedException refused) {
                continue;
            }
            if (end >= 0) {
                accepted++;
                String taken = text.substring(0, end);
                assertThat(taken).as("seed %d round %d", seed, i).matches(grammar);
                assertThat(scan(taken)).isEqualTo(end);
            }
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    private static String mutated(SplittableRandom random) {
        StringBuilder text =
                new StringBuilder(
                        "POST /shop/items?id=7 HTTP/1.1\r\nHost: shop.example\r\nAccept: */*\r\n"
                                + "Content-Length: 10\r\nConnection: keep-alive, x\r\nX-A: b\r\n\r\n0123456789");
        String alphabet = "\r\n\t\u0000 :,;/%.a0-+\u00ff\u007fHTP";
        int mutations = random.nextInt(4);
        for (int i = 0; i < mutations; i++) {
            int at = random.nextInt(text.length());
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }
}
