package dev.slipway.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The parameters behind the question mark.
final class Query {
    private Query() {}

    /// The first value of a parameter, decoded; null where the query does not have it.
    static @Nullable String find(RequestHead head, byte[] name) {
        String wanted = new String(name, StandardCharsets.UTF_8);
        int start = head.pathEnd() + 1;
        int end = head.targetEnd();
        while (start < end) {
            int next = indexOf(head.bytes(), '&', start, end);
            int equals = indexOf(head.bytes(), '=', start, next);
            if (decoded(head.bytes(), start, equals).equals(wanted)) {
                return decoded(head.bytes(), Math.min(equals + 1, next), next);
            }
            start = next + 1;
        }
        return null;
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        int p = from;
        while (p < to && bytes[p] != wanted) {
            p++;
        }
        return p;
    }

    private static String decoded(byte[] bytes, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        for (int p = from; p < to; p++) {
            if (bytes[p] == '%' && p + 2 < to && isHex(bytes, p + 1)) {
                out.write(Ascii.hexDigit(bytes[p + 1]) << 4 | Ascii.hexDigit(bytes[p + 2]));
                p += 2;
            } else {
                out.write(bytes[p] == '+' ? ' ' : bytes[p]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static boolean isHex(byte[] bytes, int p) {
        return Ascii.hexDigit(bytes[p]) >= 0 && Ascii.hexDigit(bytes[p + 1]) >= 0;
    }
}
