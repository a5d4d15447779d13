package dev.slipway.wire;

/// Makes names that are allowed everywhere out of those that are not.
final class PrometheusNames {
    private PrometheusNames() {}

    /// The name with an underscore for each character that is not allowed.
    static String underscored(String name, boolean colons) {
        StringBuilder text = new StringBuilder(name.length() + 1);
        name.codePoints()
                .forEach(point -> {
                    boolean allowed = isPart(point) || (colons && point == ':');
                    boolean first = text.isEmpty() && isDigit(point);
                    text.append(first ? "_" : "");
                    text.append(allowed ? (char) point : '_');
                });
        return text.isEmpty() ? "_" : text.toString();
    }

    private static boolean isPart(int c) {
        return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
