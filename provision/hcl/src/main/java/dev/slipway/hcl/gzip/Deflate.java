package dev.slipway.hcl.gzip;

/// Compression to deflate (RFC 1951, 4): a match is taken only when the next place has no longer
/// one. Used once, by one thread.
///
/// Matches reach back 32 KiB, but the original works in a buffer of 64 KiB whose earlier half it
/// drops when fewer bytes than the longest match needs are left; then they reach back to the
/// buffer's start only. Here everything is in memory, and `bufferStart` tells where that would be.
final class Deflate {
    private static final int BUFFER = 2 * Steps.DISTANCE_MAX;
    private static final int LOOK_AHEAD = Match.LENGTH_MIN + Steps.LENGTH_MAX;

    /// After a match of this length no better one is looked for.
    private static final int LENGTH_ENOUGH = 16;

    private final byte[] data;
    private final Chains chains;
    private final BlockWriter writer;
    private final Block block = new Block();

    private int bufferStart;
    private int blockStart;
    private int place;

    /// Whether the byte before `place` has not been said yet, and the match that was found there.
    private boolean byteWaits;

    private Match matchWaits = Match.NONE;

    Deflate(byte[] data, BitWriter out) {
        this.data = data;
        this.chains = new Chains(data);
        this.writer = new BlockWriter(data, out);
    }

    void run() {
        while (place < data.length) {
            moveBuffer();
            Match match = match();
            if (matchWaits.isFound() && match.length() <= matchWaits.length()) {
                takeMatch();
            } else {
                takeByte();
                place++;
                byteWaits = true;
                matchWaits = match;
            }
        }
        takeByte();
        if (!block.isEmpty()) {
            endBlock();
        }
        writer.finish();
    }

    private void moveBuffer() {
        int bufferEnd = bufferStart + BUFFER;
        if (bufferEnd < data.length && bufferEnd - place < LOOK_AHEAD) {
            bufferStart += Steps.DISTANCE_MAX;
        }
    }

    private Match match() {
        int before = chains.add(place);
        int length = matchWaits.length();
        if (length >= LENGTH_ENOUGH || length >= data.length - place) {
            return Match.NONE;
        }
        return chains.longest(place, before, bufferStart);
    }

    /// The match begins at the byte before `place`.
    private void takeMatch() {
        block.addMatch(matchWaits);
        int end = place - 1 + matchWaits.length();
        for (place++; place < end; place++) {
            chains.add(place);
        }
        byteWaits = false;
        matchWaits = Match.NONE;
        if (block.isFull()) {
            endBlock();
        }
    }

    private void takeByte() {
        if (byteWaits) {
            block.addLiteral(data[place - 1]);
            if (block.isFull()) {
                endBlock();
            }
        }
    }

    private void endBlock() {
        writer.write(block, blockStart, place);
        block.clear();
        blockStart = place;
    }
}
