package dev.slipway.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Whole answers.
final class Replies {
    static final MediaType JSON = MediaType.JSON;

    /// Smaller answers are not worth compressing.
    static final int GZIP_BYTES_MIN = 128 * 1024;

    private static final int WARNING_LENGTH_MAX = 1024;
    private static final int WARNINGS_MAX = 20;

    private final Statuses statuses;

    Replies(Statuses statuses) {
        this.statuses = statuses;
    }

    static HttpResponse json(Call call, HttpStatus status, byte[] body) {
        return bytes(call, ResponseHeaders.builder(status).contentType(JSON), body);
    }

    static HttpResponse json(Call call, HttpStatus status, byte[] body, List<String> warnings) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(JSON);
        warn(headers, warnings);
        return bytes(call, headers, body);
    }

    /// Compressed if that pays and the client understands it.
    static HttpResponse bytes(Call call, ResponseHeadersBuilder headers, byte[] body) {
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        if (body.length < GZIP_BYTES_MIN || !call.acceptsGzip()) {
            return HttpResponse.of(headers.build(), HttpData.wrap(body));
        }
        headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        headers.add(HttpHeaderNames.VARY, "Accept-Encoding");
        return HttpResponse.of(headers.build(), HttpData.wrap(gzip(body)));
    }

    static HttpResponse text(HttpStatus status, String text) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text);
    }

    HttpResponse failure(ApiException failure) {
        Reason reason = failure.reason();
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(HttpStatus.valueOf(reason.code())).contentType(JSON);
        if (reason == Reason.TOO_MANY_REQUESTS || reason == Reason.UNAVAILABLE) {
            headers.setInt(HttpHeaderNames.RETRY_AFTER, Statuses.RETRY_AFTER_SECONDS);
        }
        if (reason == Reason.UNAUTHORIZED) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"slipway\"");
        }
        ObjectNode status = statuses.failure(failure);
        return HttpResponse.of(headers.build(), HttpData.wrap(Json.bytes(status)));
    }

    static void warn(ResponseHeadersBuilder headers, List<String> warnings) {
        for (String warning : warnings.subList(0, Math.min(WARNINGS_MAX, warnings.size()))) {
            headers.add(HttpHeaderNames.WARNING, "299 - \"" + quoted(warning) + "\"");
        }
    }

    /// As RFC 7234 wants a warning's text; what cannot stand in a header is replaced.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 8);
        for (int i = 0; i < Math.min(text.length(), WARNING_LENGTH_MAX); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c < ' ' || c > '~' ? ' ' : c);
            }
        }
        return quoted.toString();
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new FastGzip(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /// Compression at the speed of a local connection.
    static final class FastGzip extends GZIPOutputStream {
        FastGzip(java.io.OutputStream out) throws IOException {
            super(out, 16 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
