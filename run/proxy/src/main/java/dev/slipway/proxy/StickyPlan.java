package dev.slipway.proxy;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Reads the user's place from requests, and makes one for users that have none.
///
/// What is given out is a random number and when that was: `0123456789abcdef.66f1a2b3`, both in
/// hexadecimal. It says nothing of versions, so that nobody can choose one that gets no traffic by
/// making up a number; who makes up another one is only another user. A cookie that is not of this
/// form, or too old, is replaced.
final class StickyPlan {
    private static final byte[] COOKIE = Ascii.bytes("cookie");
    private static final int NUMBER_CHARS = 16;
    private static final int TIME_CHARS_MAX = 12;

    private final Stickiness stickiness;
    private final byte[] name;
    private final boolean isCookie;
    private final boolean assigns;
    private final long lifetimeSeconds;

    private StickyPlan(Stickiness stickiness) {
        this.stickiness = stickiness;
        switch (stickiness) {
            case Stickiness.Cookie cookie -> {
                name = Ascii.bytes(cookie.name());
                isCookie = true;
                assigns = true;
            }
            case Stickiness.Header header -> {
                name = Ascii.lowerCase(header.name());
                isCookie = false;
                assigns = header.assigned();
            }
        }
        lifetimeSeconds =
                stickiness.lifetime() == null ? Long.MAX_VALUE : stickiness.lifetime().toSeconds();
    }

    static @Nullable StickyPlan of(@Nullable Stickiness stickiness) {
        return stickiness == null ? null : new StickyPlan(stickiness);
    }

    /// Whether users without a place get one.
    boolean assigns() {
        return assigns;
    }

    /// The place that the request carries; [Places#NONE] where it has no valid one.
    long place(RequestHead head, long nowSeconds) {
        HeaderLines lines = head.lines();
        for (int line = 0; line < lines.count(); line++) {
            if (lines.isNamed(line, isCookie ? COOKIE : name)) {
                int from = lines.valueStart(line);
                int to = lines.valueEnd(line);
                long place =
                        isCookie
                                ? inCookies(lines.bytes(), from, to, nowSeconds)
                                : inHeader(lines.bytes(), from, to, nowSeconds);
                if (place != Places.NONE) {
                    return place;
                }
            }
        }
        return Places.NONE;
    }

    private long inHeader(byte[] bytes, int from, int to, long nowSeconds) {
        long since = since(bytes, from, to);
        boolean tooOld = since >= 0 && isTooOld(since, nowSeconds);
        return from == to || tooOld ? Places.NONE : Places.of(bytes, from, to);
    }

    private long inCookies(byte[] bytes, int from, int to, long nowSeconds) {
        int start = from;
        while (start < to) {
            while (start < to && HeaderLines.isBlank(bytes[start])) {
                start++;
            }
            int end = start;
            while (end < to && bytes[end] != ';') {
                end++;
            }
            long place = inCookie(bytes, start, end, nowSeconds);
            if (place != Places.NONE) {
                return place;
            }
            start = end + 1;
        }
        return Places.NONE;
    }

    private long inCookie(byte[] bytes, int from, int to, long nowSeconds) {
        int valueStart = from + name.length + 1;
        if (valueStart > to || bytes[valueStart - 1] != '=') {
            return Places.NONE;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return Places.NONE;
            }
        }
        int end = to;
        while (end > valueStart && HeaderLines.isBlank(bytes[end - 1])) {
            end--;
        }
        long since = since(bytes, valueStart, end);
        return since < 0 || isTooOld(since, nowSeconds)
                ? Places.NONE
                : Places.of(bytes, valueStart, end);
    }

    private boolean isTooOld(long since, long nowSeconds) {
        return nowSeconds - since >= lifetimeSeconds;
    }

    /// When a value was given out; -1 where it is not of our making.
    private static long since(byte[] bytes, int from, int to) {
        int dot = from + NUMBER_CHARS;
        int timeChars = to - dot - 1;
        if (timeChars < 1
                || timeChars > TIME_CHARS_MAX
                || bytes[dot] != '.'
                || hex(bytes, from, dot) == null) {
            return -1;
        }
        Long since = hex(bytes, dot + 1, to);
        return since == null ? -1 : since;
    }

    private static @Nullable Long hex(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = Ascii.hexDigit(bytes[i]);
            if (digit < 0) {
                return null;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /// A new value.
    static byte[] value(long number, long nowSeconds) {
        return Ascii.bytes(HexFormat.of().toHexDigits(number) + "." + Long.toHexString(nowSeconds));
    }

    /// The header line that gives a value out, with its line end.
    byte[] line(byte[] value, boolean secure) {
        String text = Ascii.string(value, 0, value.length);
        String line =
                switch (stickiness) {
                    case Stickiness.Cookie cookie ->
                            "Set-Cookie: "
                                    + cookie.name()
                                    + "="
                                    + text
                                    + "; Path=/; HttpOnly; SameSite=Lax"
                                    + (secure ? "; Secure" : "")
                                    + (cookie.permanent() ? "; Max-Age=" + lifetimeSeconds : "");
                    case Stickiness.Header header -> header.name() + ": " + text;
                };
        return Ascii.bytes(line + "\r\n");
    }
}
