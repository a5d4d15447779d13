package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// How text is written in letters: headers in ASCII (RFC 2047), bodies as quoted-printable (RFC
/// 2045). Stateless.
final class MailText {
    private static final int LINE_LENGTH_MAX = 76;
    private static final int WORD_BYTES_MAX = 42;
    private static final int HEADER_LENGTH_MAX = 8 * 1024;

    private MailText() {}

    /// A header's value on lines that are not too long; what ends a line in it becomes a space, so
    /// that no alert can add headers of its own.
    static String header(String value) {
        String line = value.replaceAll("[\\x00-\\x1f\\x7f]+", " ").strip();
        if (line.length() > HEADER_LENGTH_MAX) {
            line = MessageTexts.cut(line, HEADER_LENGTH_MAX / 2);
        }
        boolean ascii = line.chars().allMatch(c -> c < 0x7f);
        return ascii ? folded(line) : encoded(line);
    }

    private static String folded(String line) {
        StringBuilder text = new StringBuilder(line.length() + 16);
        int length = 20;
        for (String word : line.split(" ", -1)) {
            boolean first = text.isEmpty();
            if (!first && length + 1 + word.length() > LINE_LENGTH_MAX && !word.isEmpty()) {
                text.append("\r\n ").append(word);
                length = 1 + word.length();
            } else {
                text.append(first ? "" : " ").append(word);
                length += 1 + word.length();
            }
        }
        return text.toString();
    }

    private static String encoded(String line) {
        StringBuilder text = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int point : line.codePoints().toArray()) {
            String each = Character.toString(point);
            int size = each.getBytes(UTF_8).length;
            if (bytes + size > WORD_BYTES_MAX) {
                appendWord(text, word);
                word.setLength(0);
                bytes = 0;
            }
            word.append(each);
            bytes += size;
        }
        appendWord(text, word);
        return text.toString();
    }

    private static void appendWord(StringBuilder text, StringBuilder word) {
        text.append(text.isEmpty() ? "" : "\r\n ")
                .append("=?UTF-8?B?")
                .append(Base64.getEncoder().encodeToString(word.toString().getBytes(UTF_8)))
                .append("?=");
    }

    static String quotedPrintable(String body) {
        StringBuilder text = new StringBuilder(body.length() + body.length() / 8);
        String lines = body.replace("\r\n", "\n").replace('\r', '\n');
        for (String line : lines.split("\n", -1)) {
            appendLine(text, line.getBytes(UTF_8));
            text.append("\r\n");
        }
        return text.toString();
    }

    private static void appendLine(StringBuilder text, byte[] line) {
        int length = 0;
        for (int i = 0; i < line.length; i++) {
            int b = line[i] & 0xff;
            boolean space = b == ' ' || b == '\t';
            boolean plain = (b > ' ' && b < 0x7f && b != '=') || (space && i < line.length - 1);
            String each = plain ? String.valueOf((char) b) : "=%02X".formatted(b);
            if (length + each.length() > LINE_LENGTH_MAX - 1) {
                text.append("=\r\n");
                length = 0;
            }
            text.append(each);
            length += each.length();
        }
    }
}
