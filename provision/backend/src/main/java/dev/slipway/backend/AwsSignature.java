package dev.slipway.backend;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests to Amazon Web Services, to `s3` for one. Stateless.
///
/// Source: [Signature Version
/// 4](https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
record AwsSignature(AwsCredentials credentials, String region, String service) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String UNRESERVED = "-_.~";

    /// The headers with which a request must be sent; `headers` are those it has besides.
    Map<String, String> headers(
            String method, URI uri, Map<String, String> headers, byte[] body, Instant now) {
        String time = TIME.format(now);
        String day = time.substring(0, 8);
        String hash = HexFormat.of().formatHex(sha256(body));
        SortedMap<String, String> signed = new TreeMap<>();
        headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value.strip()));
        signed.put("x-amz-date", time);
        signed.put("x-amz-content-sha256", hash);
        if (!credentials.token().isEmpty()) {
            signed.put("x-amz-security-token", credentials.token());
        }
        Map<String, String> sent = new LinkedHashMap<>(signed);
        signed.put("host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
        String names = String.join(";", signed.keySet());
        StringBuilder canonical = new StringBuilder();
        canonical.append(method).append('\n');
        canonical.append(uri.getRawPath()).append('\n');
        canonical.append(query(uri.getRawQuery())).append('\n');
        signed.forEach((name, value) -> canonical.append(name + ":" + value + "\n"));
        canonical.append('\n').append(names).append('\n').append(hash);
        String scope = day + "/" + region + "/" + service + "/aws4_request";
        String toSign =
                "AWS4-HMAC-SHA256\n"
                        + time
                        + "\n"
                        + scope
                        + "\n"
                        + HexFormat.of()
                                .formatHex(
                                        sha256(
                                                canonical
                                                        .toString()
                                                        .getBytes(StandardCharsets.UTF_8)));
        sent.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                        + credentials.accessKey()
                        + "/"
                        + scope
                        + ", SignedHeaders="
                        + names
                        + ", Signature="
                        + HexFormat.of().formatHex(hmac(key(day), toSign)));
        return sent;
    }

    @SuppressWarnings("NullAway") // Of a URI without a query it is null.
    private static String query(String raw) {
        if (raw == null || raw.isEmpty()) {
            return "";
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        for (String each : raw.split("&", -1)) {
            String[] pair = each.split("=", 2);
            sorted.put(pair[0], pair.length < 2 ? "" : pair[1]);
        }
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
        return text.toString();
    }

    private byte[] key(String day) {
        byte[] secret = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
        return hmac(hmac(hmac(hmac(secret, day), region), service), "aws4_request");
    }

    /// With everything escaped but what need not be, and slashes if `path`.
    static String escaped(String text, boolean path) {
        StringBuilder out = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            boolean plain =
                    (character < 128 && Character.isLetterOrDigit(character))
                            || UNRESERVED.indexOf(character) >= 0
                            || (path && character == '/');
            out.append(plain ? String.valueOf(character) : "%%%02X".formatted(each & 0xff));
        }
        return out.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
