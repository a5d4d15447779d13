package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Joining what arrived in pieces.
final class Buffers {
    private Buffers() {}

    /// The readable bytes of both, in one buffer; both are given away.
    static ByteBuf join(ByteBufAllocator allocator, ByteBuf before, ByteBuf arrived) {
        try {
            int n = arrived.readableBytes();
            if (before.refCnt() == 1 && !before.isReadOnly() && before.isWritable(n)) {
                return before.writeBytes(arrived);
            }
            try {
                return allocator
                        .directBuffer(Math.max(2 * before.readableBytes(), 512) + n)
                        .writeBytes(before)
                        .writeBytes(arrived);
            } finally {
                before.release();
            }
        } finally {
            arrived.release();
        }
    }
}
