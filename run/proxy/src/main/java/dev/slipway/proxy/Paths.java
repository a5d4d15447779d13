package dev.slipway.proxy;

/// Paths of requests, as bytes.
final class Paths {
    private Paths() {}

    /// Refuses `.` and `..` as segments, percent-encoded too: a backend would resolve them, so that
    /// the request would reach a path that the routes were not asked about.
    static void refuseDotSegments(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to) {
            if (bytes[p] == '/' && isDotSegment(bytes, p + 1, to)) {
                throw RefusedException.malformed(
                        "path: has a segment `.` or `..` (expected: a resolved path)");
            }
            p++;
        }
    }

    private static boolean isDotSegment(byte[] bytes, int from, int to) {
        int p = from;
        int dots = 0;
        while (p < to && dots < 3) {
            if (bytes[p] == '.') {
                p++;
            } else if (bytes[p] == '%'
                    && p + 2 < to
                    && bytes[p + 1] == '2'
                    && (bytes[p + 2] | 0x20) == 'e') {
                p += 3;
            } else {
                break;
            }
            dots++;
        }
        return (dots == 1 || dots == 2) && (p == to || bytes[p] == '/');
    }

    /// Whether a path begins with a prefix, segment by segment; the prefix has no `/` at its end.
    static boolean hasPrefix(byte[] bytes, int from, int to, byte[] prefix) {
        int end = from + prefix.length;
        if (end > to || (end < to && bytes[end] != '/')) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
