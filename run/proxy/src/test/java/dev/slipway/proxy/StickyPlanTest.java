package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StickyPlanTest {
    private static final String VALID = "0123456789abcdef.66f1a2b3";
    private static final String ALPHABET = "v=; .\t\"0123456789abcdefABCxyz,";

    private final RequestHead head = new RequestHead(128);
    private final RequestScanner scanner = new RequestScanner(ProxyConfig.HeadLimits.defaults());

    private long place(Stickiness stickiness, String line) {
        byte[] bytes = Ascii.bytes("GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n");
        assertThat(scanner.scan(bytes, bytes.length, head)).isEqualTo(bytes.length);
        StickyPlan plan = StickyPlan.of(stickiness);
        assertThat(plan).isNotNull();
        return plan == null ? Places.NONE : plan.place(head, 0x66f1a2b4L);
    }

    private static Stickiness cookie() {
        return new Stickiness.Cookie("v", null, false);
    }

    @Test
    void findsTheCookieAmongOthers() {
        long place = place(cookie(), "Cookie: v=" + VALID);
        assertThat(place).isNotEqualTo(Places.NONE);
        for (String line :
                new String[] {
                    "cookie: a=b;v=" + VALID,
                    "Cookie: a=b;  v=" + VALID + " ; c=d",
                    "Cookie: v=; v=" + VALID,
                    "Cookie: vv=" + VALID + "; v=" + VALID,
                    "Cookie: x; v=" + VALID,
                    "Cookie: a=b\r\nCookie: v=" + VALID
                }) {
            assertThat(place(cookie(), line)).as(line).isEqualTo(place);
        }
        for (String line :
                new String[] {
                    "Cookie: V=" + VALID,
                    "Cookie: xv=" + VALID,
                    "Cookie: v=\"" + VALID + "\"",
                    "Cookie: v =" + VALID,
                    "Cookie:",
                    "X-Cookie: v=" + VALID
                }) {
            assertThat(place(cookie(), line)).as(line).isEqualTo(Places.NONE);
        }
    }

    @Test
    void newValuesAreValid() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1000; i++) {
            byte[] value = StickyPlan.value(random.nextLong(), random.nextLong(1L << 33));
            String text = Ascii.string(value, 0, value.length);
            assertThat(place(cookie(), "Cookie: v=" + text))
                    .isEqualTo(Places.of(value, 0, value.length));
        }
    }

    @Test
    void readsWhateverCookiesThereAre() {
        SplittableRandom random = new SplittableRandom(5);
        Stickiness header = new Stickiness.Header("Cookie", null, true);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder("Cookie: v=" + VALID);
            int changes = random.nextInt(1, 8);
            for (int i = 0; i < changes; i++) {
                int at = 8 + random.nextInt(line.length() - 8);
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> line.setCharAt(at, c);
                    case 1 -> line.insert(at, c);
                    default -> line.deleteCharAt(at);
                }
            }
            place(cookie(), line.toString());
            place(header, line.toString());
        }
    }
}
