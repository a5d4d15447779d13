package dev.slipway.alert.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// Addresses in a configuration. Stateless.
final class Urls {
    static final Set<String> WEB = Set.of("http", "https");

    private Urls() {}

    /// Throws [IllegalArgumentException] if it is none, or one of another scheme.
    static URI parse(String text, Set<String> schemes) {
        String expected =
                "a URL that begins with " + String.join(" or ", schemes.stream().sorted().toList());
        try {
            URI uri = new URI(text.strip());
            if (uri.getScheme() == null
                    || !schemes.contains(uri.getScheme())
                    || uri.getHost() == null) {
                throw new IllegalArgumentException("found no such URL, expected " + expected);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("found no URL, expected " + expected, e);
        }
    }
}
