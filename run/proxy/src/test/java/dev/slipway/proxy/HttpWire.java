package dev.slipway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads HTTP messages from a socket, plainly and blocking: an implementation of its own to hold
/// the proxy against.
final class HttpWire {
    private HttpWire() {}

    /// A message: its first line, its header lines, its body with the framing taken off.
    record Message(String line, List<String> headers, byte[] body) {
        @Nullable String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            for (String header : headers) {
                if (header.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                    return header.substring(prefix.length()).trim();
                }
            }
            return null;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        int status() {
            return Integer.parseInt(line.split(" ")[1]);
        }

        String method() {
            return line.split(" ")[0];
        }

        String target() {
            return line.split(" ")[1];
        }
    }

    /// A head; null where the stream ends before its first byte.
    static @Nullable Message readHead(InputStream in) throws IOException {
        String line = readLine(in);
        if (line == null) {
            return null;
        }
        List<String> headers = new ArrayList<>();
        while (true) {
            String header = readLine(in);
            if (header == null) {
                throw new EOFException("head: ended early after " + line + headers);
            }
            if (header.isEmpty()) {
                return new Message(line, headers, new byte[0]);
            }
            headers.add(header);
        }
    }

    /// A request with its body.
    static @Nullable Message readRequest(InputStream in) throws IOException {
        Message head = readHead(in);
        if (head == null) {
            return null;
        }
        byte[] body = new byte[0];
        if ("chunked".equals(head.header("transfer-encoding"))) {
            body = readChunks(in);
        } else if (head.header("content-length") != null) {
            body = readFixed(in, head);
        }
        return new Message(head.line(), head.headers(), body);
    }

    /// A response to a request that was not HEAD.
    static @Nullable Message readResponse(InputStream in) throws IOException {
        Message head = readHead(in);
        if (head == null) {
            return null;
        }
        return new Message(head.line(), head.headers(), readBody(in, head));
    }

    private static byte[] readBody(InputStream in, Message head) throws IOException {
        if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
            return new byte[0];
        }
        if ("chunked".equals(head.header("transfer-encoding"))) {
            return readChunks(in);
        }
        return head.header("content-length") == null ? in.readAllBytes() : readFixed(in, head);
    }

    private static byte[] readFixed(InputStream in, Message head) throws IOException {
        int length = Integer.parseInt(String.valueOf(head.header("content-length")));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("body: ended after " + body.length + " of " + length);
        }
        return body;
    }

    static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = readLine(in);
            if (size == null) {
                throw new EOFException("chunked body: ended early");
            }
            int n = Integer.parseInt(size.split(";")[0], 16);
            if (n == 0) {
                while (!"".equals(readLine(in))) {
                    // Trailers are of no interest.
                }
                return body.toByteArray();
            }
            byte[] chunk = in.readNBytes(n);
            if (chunk.length < n || !"".equals(readLine(in))) {
                throw new EOFException("chunk: ended early");
            }
            body.writeBytes(chunk);
        }
    }

    private static @Nullable String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c != '\n') {
            if (c < 0) {
                throw new EOFException("line: ended early after " + line);
            }
            line.write(c);
            c = in.read();
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
