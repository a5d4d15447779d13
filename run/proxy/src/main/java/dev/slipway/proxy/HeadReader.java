package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/// Finds a head at the beginning of a buffer. The bytes are copied into an array that the event
/// loop reuses, because scanning an array is several times as fast as scanning a buffer.
final class HeadReader<H> {
    /// Most heads are shorter; a body behind the head is then not copied.
    private static final int FIRST_LOOK_BYTES = 2048;

    /// Scans for a head; see [RequestScanner] and [ResponseScanner].
    interface Scanner<H> {
        int scan(byte[] bytes, int to, H head);
    }

    private final byte[] scratch;
    private final Scanner<H> scanner;
    private final H head;

    HeadReader(byte[] scratch, Scanner<H> scanner, H head) {
        this.scratch = scratch;
        this.scanner = scanner;
        this.head = head;
    }

    /// Reads the head at the reader's position and moves behind it; false, without moving, where it
    /// is not complete. Throws [RefusedException].
    boolean read(ByteBuf buffer) {
        int readable = buffer.readableBytes();
        int first = Math.min(readable, Math.min(FIRST_LOOK_BYTES, scratch.length));
        int end = scan(buffer, first);
        if (end < 0 && first < readable) {
            end = scan(buffer, Math.min(readable, scratch.length));
        }
        if (end < 0) {
            if (readable >= scratch.length) {
                throw new RefusedException(
                        Refusal.HEAD_TOO_LARGE, "head: more than " + scratch.length + " bytes");
            }
            return false;
        }
        buffer.skipBytes(end);
        return true;
    }

    private int scan(ByteBuf buffer, int length) {
        buffer.getBytes(buffer.readerIndex(), scratch, 0, length);
        return scanner.scan(scratch, length, head);
    }

    /// Whether newly arrived bytes can complete a head: only a line end can.
    static boolean mayComplete(ByteBuf arrived) {
        return arrived.forEachByte(ByteProcessor.FIND_LF) >= 0;
    }

    /// The head that was read last; valid until the next is.
    H head() {
        return head;
    }
}
