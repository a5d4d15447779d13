package dev.slipway.proxy;

/// Writes the head that a client gets: the backend's lines without those meant for the hop behind
/// us.
final class ResponseWriter {
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] NOTHING = {};
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = Ascii.bytes("Connection: upgrade\r\n");

    /// What the Connection header tells the client.
    enum Persistence {
        /// Stays, as HTTP/1.1 connections do unasked.
        IMPLIED,
        /// Stays, said for an HTTP/1.0 client.
        SAID,
        CLOSES,
        UPGRADES
    }

    private final HeadBuffer out;

    ResponseWriter(HeadBuffer out) {
        this.out = out;
    }

    /// Leaves the head in the buffer. `chunked`: whether the body reaches the client in chunks.
    void write(ResponseHead head, HeaderEditPlan edit, Persistence persistence, boolean chunked) {
        write(head, edit, persistence, chunked, NOTHING);
    }

    /// With further header `lines`, each with its line end.
    void write(
            ResponseHead head,
            HeaderEditPlan edit,
            Persistence persistence,
            boolean chunked,
            byte[] lines) {
        out.clear().put(VERSION).put(head.bytes(), head.statusStart(), head.statusLineEnd());
        out.endLine();
        copyLines(head, edit, persistence == Persistence.UPGRADES);
        out.put(edit.block());
        out.put(lines);
        if (chunked) {
            out.put(CHUNKED);
        }
        switch (persistence) {
            case IMPLIED -> {}
            case SAID -> out.put(KEEP_ALIVE);
            case CLOSES -> out.put(CLOSE);
            case UPGRADES -> out.put(UPGRADE);
        }
        out.endLine();
    }

    private void copyLines(ResponseHead head, HeaderEditPlan edit, boolean upgrades) {
        HeaderLines lines = head.lines();
        int run = -1;
        for (int line = 0; line < lines.count(); line++) {
            boolean stays = !isForThisHop(head, line, upgrades) && !edit.drops(lines, line);
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

    private static boolean isForThisHop(ResponseHead head, int line, boolean upgrades) {
        return switch (head.lines().kind(line)) {
            case HeaderKind.CONNECTION,
                    HeaderKind.KEEP_ALIVE,
                    HeaderKind.PROXY_CONNECTION,
                    HeaderKind.TRANSFER_ENCODING ->
                    true;
            case HeaderKind.UPGRADE -> !upgrades;
            case HeaderKind.CONTENT_LENGTH -> false;
            default -> head.connection().names(head.lines(), line);
        };
    }
}
