package dev.slipway.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Bytes of HTTP heads: what they may be, and comparing them without making strings.
final class Ascii {
    /// Which bytes may be in a header's name or a method.
    static final boolean[] TOKEN = new boolean[256];

    /// Which bytes may be in a header's value: no control characters but the tab.
    static final boolean[] VALUE = new boolean[256];

    /// Which bytes may be in a request's target: visible ASCII but `#`.
    static final boolean[] TARGET = new boolean[256];

    /// Which bytes may be in a host with port.
    static final boolean[] HOST = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean alphanumeric =
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            TOKEN[c] = alphanumeric || (c > 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
            VALUE[c] = c == '\t' || (c >= ' ' && c != 0x7f);
            TARGET[c] = c > ' ' && c < 0x7f && c != '#';
            HOST[c] = alphanumeric || (c > 0 && "-._~:[]%".indexOf(c) >= 0);
        }
    }

    private Ascii() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] lowerCase(String text) {
        return bytes(text.toLowerCase(Locale.ROOT));
    }

    static String string(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// Whether the range is `lower` but for case; `lower` must be in lower case and hold letters,
    /// digits and hyphens only where case matters.
    static boolean equalsIgnoreCase(byte[] lower, byte[] bytes, int from, int to) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            byte b = bytes[from + i];
            if (b != lower[i] && (b < 'A' || b > 'Z' || (b | 0x20) != lower[i])) {
                return false;
            }
        }
        return true;
    }

    /// The value of a decimal number of digits only; -1 where it is none or above 2^60.
    static long decimal(byte[] bytes, int from, int to) {
        if (from >= to || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    static int hexDigit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
