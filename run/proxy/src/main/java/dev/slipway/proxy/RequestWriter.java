package dev.slipway.proxy;

import org.jspecify.annotations.Nullable;

/// Writes the head that a backend gets: the client's lines in their order and spelling, without
/// those meant for this hop, with those that tell who asked.
final class RequestWriter {
    private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] SPACE = Ascii.bytes(" ");
    private static final byte[] SLASH = Ascii.bytes("/");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] HOST = Ascii.bytes("Host: ");
    private static final byte[] FORWARDED_FOR = Ascii.bytes("X-Forwarded-For: ");
    private static final byte[] FORWARDED_PROTO = Ascii.bytes("\r\nX-Forwarded-Proto: ");
    private static final byte[] FORWARDED_HOST = Ascii.bytes("\r\nX-Forwarded-Host: ");
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] UPGRADE = Ascii.bytes("Connection: upgrade\r\nUpgrade: ");

    private final boolean append;
    private final HeadBuffer out;
    private int protoLine;
    private int hostLine;

    RequestWriter(ProxyConfig.ForwardedPolicy policy, HeadBuffer out) {
        append = policy == ProxyConfig.ForwardedPolicy.APPEND;
        this.out = out;
    }

    /// Leaves the head in the buffer. `prefixLength` is the length of the path prefix that the
    /// route matched.
    void write(RequestHead head, Forwarding plan, int prefixLength, Client client) {
        byte[] bytes = head.bytes();
        out.clear().put(bytes, head.methodStart(), head.methodEnd()).put(SPACE);
        target(head, plan.pathRewrite(), prefixLength);
        out.put(VERSION);
        boolean ownHost = head.authorityInTarget() && plan.rewrittenHost() == null;
        copyLines(head, plan, ownHost || plan.rewrittenHost() != null);
        if (ownHost) {
            out.put(HOST).put(bytes, head.authorityStart(), head.authorityEnd()).endLine();
        }
        if (plan.rewrittenHost() != null) {
            out.put(HOST).put(plan.rewrittenHost()).endLine();
        }
        forwarded(head, client);
        out.put(plan.requestEdit().block());
        if (head.chunked()) {
            out.put(CHUNKED);
        }
        if (head.upgradeLine() >= 0) {
            HeaderLines lines = head.lines();
            int line = head.upgradeLine();
            out.put(UPGRADE).put(bytes, lines.valueStart(line), lines.valueEnd(line)).endLine();
        }
        out.endLine();
    }

    /// Who asks, as bytes.
    record Client(byte[] address, boolean secure) {}

    private void target(RequestHead head, @Nullable PathRewritePlan rewrite, int prefixLength) {
        byte[] bytes = head.bytes();
        if (rewrite != null) {
            rewrite.write(out, bytes, head.pathStart(), head.pathEnd(), prefixLength);
            out.put(bytes, head.pathEnd(), head.targetEnd());
            return;
        }
        if (head.pathEnd() == head.pathStart()) {
            out.put(SLASH);
        }
        out.put(bytes, head.pathStart(), head.targetEnd());
    }

    /// Copies runs of lines that stay.
    private void copyLines(RequestHead head, Forwarding plan, boolean dropHost) {
        HeaderLines lines = head.lines();
        protoLine = -1;
        hostLine = -1;
        int run = -1;
        for (int line = 0; line < lines.count(); line++) {
            boolean stays =
                    !isForThisHop(head, line, dropHost) && !plan.requestEdit().drops(lines, line);
            if (stays && run < 0) {
                run = lines.nameStart(line);
            } else if (!stays && run >= 0) {
                out.put(lines.bytes(), run, lines.nameStart(line));
                run = -1;
            }
        }
        if (run >= 0) {
            out.put(lines.bytes(), run, lines.lineEnd(lines.count() - 1));
        }
    }

    private boolean isForThisHop(RequestHead head, int line, boolean dropHost) {
        return switch (head.lines().kind(line)) {
            case HeaderKind.CONTENT_LENGTH -> false;
            case HeaderKind.HOST -> dropHost;
            case HeaderKind.CONNECTION,
                    HeaderKind.KEEP_ALIVE,
                    HeaderKind.PROXY_CONNECTION,
                    HeaderKind.TE,
                    HeaderKind.TRANSFER_ENCODING,
                    HeaderKind.UPGRADE,
                    HeaderKind.FORWARDED_FOR ->
                    true;
            case HeaderKind.EXPECT -> head.http10();
            case HeaderKind.FORWARDED_PROTO -> {
                protoLine = line;
                yield !append;
            }
            case HeaderKind.FORWARDED_HOST -> {
                hostLine = line;
                yield !append;
            }
            case HeaderKind.FORWARDED, HeaderKind.REAL_IP -> !append;
            default -> head.connection().names(head.lines(), line);
        };
    }

    private void forwarded(RequestHead head, Client client) {
        out.put(FORWARDED_FOR);
        if (append) {
            earlierAddresses(head.lines());
        }
        out.put(client.address());
        if (!append || protoLine < 0) {
            out.put(FORWARDED_PROTO).put(client.secure() ? HTTPS : HTTP);
        }
        if ((!append || hostLine < 0) && head.authorityEnd() > head.authorityStart()) {
            out.put(FORWARDED_HOST).put(head.bytes(), head.authorityStart(), head.authorityEnd());
        }
        out.endLine();
    }

    private void earlierAddresses(HeaderLines lines) {
        for (int line = 0; line < lines.count(); line++) {
            if (lines.kind(line) == HeaderKind.FORWARDED_FOR
                    && lines.valueEnd(line) > lines.valueStart(line)) {
                out.put(lines.bytes(), lines.valueStart(line), lines.valueEnd(line)).put(COMMA);
            }
        }
    }
}
