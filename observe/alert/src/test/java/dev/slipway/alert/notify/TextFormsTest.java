package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextFormsTest {
    private static final Pattern WORD = Pattern.compile("=\\?UTF-8\\?B\\?([^?]*)\\?=");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2006-01-02T15:04:05Z07:00 | 2026-03-04T17:08:09+01:00",
                "Mon Jan _2 15:04:05 2006 | Wed Mar  4 17:08:09 2026",
                "Monday, 02-Jan-06 3:04PM | Wednesday, 04-Mar-26 5:08PM",
                "2006-01-02 15:04:05.000 -0700 | 2026-03-04 17:08:09.120 +0100",
                "15:04:05.999999 | 17:08:09.12",
                "January 2, 06 at 3pm | March 4, 26 at 5pm",
                "002 MST | 063 CET",
                "no layout at all | no layout at all"
            })
    void timesAreWrittenAsGoWritesThem(String layout, String expected) {
        ZonedDateTime time = ZonedDateTime.parse("2026-03-04T17:08:09.12+01:00[Europe/Berlin]");
        assertThat(GoTimeLayout.format(time, layout)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0s",
        "0.0123,12.3ms",
        "1.5,1.5s",
        "59.9,59.9s",
        "60,1m 0s",
        "3723,1h 2m 3s",
        "172800,2d 0h 0m 0s",
        "-61,-1m 1s",
        "0.000001,1µs",
        "12.34567,12.35s"
    })
    void durationsAreWrittenForPeople(double seconds, String expected) {
        assertThat(HumanDuration.of(seconds)).isEqualTo(expected);
    }

    @Test
    void bodiesComeBackAsTheyWere() {
        Random random = new Random(9);
        for (int i = 0; i < 2_000; i++) {
            String body = text(random, "aé=.\n \t✓\uD83D\uDE00zZ09");
            String written = MailText.quotedPrintable(body);
            assertThat(written.lines()).allMatch(line -> line.length() <= 76);
            assertThat(written).matches("[\\x09\\x0d\\x0a\\x20-\\x7e]*");
            assertThat(decoded(written)).isEqualTo(body + "\n");
        }
    }

    @Test
    void headersCannotBecomeTwo() {
        Random random = new Random(10);
        for (int i = 0; i < 2_000; i++) {
            String value = text(random, "ab é\r\n:✓\uD83D\uDE00\u0000");
            String written = MailText.header(value);
            assertThat(written).matches("[\\x0d\\x0a\\x20-\\x7e]*");
            assertThat(written.replace("\r\n ", "")).doesNotContain("\r", "\n");
            if (written.startsWith("=?")) {
                assertThat(words(written))
                        .isEqualTo(value.replaceAll("[\\x00-\\x1f\\x7f]+", " ").strip());
            }
        }
    }

    @Test
    void addressesAreReadAndRefused() {
        assertThat(MailAddress.parseAll("\"Smith, J.\" <j@x.org>, Jürgen <k@y.org>"))
                .extracting(MailAddress::toString)
                .containsExactly("\"Smith, J.\" <j@x.org>", "=?UTF-8?B?SsO8cmdlbg==?= <k@y.org>");
        for (String text : new String[] {"", "nobody", "a@b>\r\nRCPT TO:<c@d", "<a b@c>", "@x"}) {
            assertThatThrownBy(() -> MailAddress.parseAll(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        assertThat(MessageTexts.cut("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 2))
                .isEqualTo("\uD83D\uDE00…");
        assertThat(MessageTexts.cut("ab", 2)).isEqualTo("ab");
    }

    private static String text(Random random, String letters) {
        int[] points = letters.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(200); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static String words(String header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher found = WORD.matcher(header);
        while (found.find()) {
            bytes.writeBytes(Base64.getDecoder().decode(found.group(1)));
        }
        return bytes.toString(UTF_8);
    }

    private static String decoded(String written) {
        String joined = written.replace("=\r\n", "").replace("\r\n", "\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < joined.length(); i++) {
            char c = joined.charAt(i);
            if (c == '=') {
                bytes.write(Integer.parseInt(joined.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(UTF_8);
    }
}
