package dev.slipway.proxy;

import org.jspecify.annotations.Nullable;

/// Names for what fails, so that a failure can be recognised when it happens again: `GET /items/*
/// 503`. The path is the route's pattern where that is exact or a regular expression; else the
/// request's own, without what looks like an identifier, since names are counted and must be few.
final class FailureNames {
    private static final int SEGMENTS_MAX = 4;
    private static final int SEGMENT_CHARS_MAX = 32;
    private static final int VERSION_CHARS_MAX = 3;

    private FailureNames() {}

    static String of(String method, @Nullable String pattern, String path, String outcome) {
        return method
                + " "
                + (pattern == null ? withoutIdentifiers(path) : pattern)
                + " "
                + outcome;
    }

    private static String withoutIdentifiers(String path) {
        StringBuilder name = new StringBuilder();
        int segments = 0;
        for (String segment : path.split("/")) {
            if (segment.isEmpty()) {
                continue;
            }
            if (segments == SEGMENTS_MAX) {
                return name.append("/…").toString();
            }
            name.append('/').append(isIdentifier(segment) ? "*" : segment);
            segments++;
        }
        return segments == 0 ? "/" : name.toString();
    }

    /// Digits make an identifier, but for versions such as `v2`.
    private static boolean isIdentifier(String segment) {
        if (segment.length() > SEGMENT_CHARS_MAX || segment.indexOf('%') >= 0) {
            return true;
        }
        boolean hasDigit = segment.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean isVersion = segment.charAt(0) == 'v' && segment.length() <= VERSION_CHARS_MAX;
        return hasDigit && !isVersion;
    }
}
