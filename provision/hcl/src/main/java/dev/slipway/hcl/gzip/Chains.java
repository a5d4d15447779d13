package dev.slipway.hcl.gzip;

import java.util.Arrays;

/// Where the same bytes stood before: places whose first four bytes have the same hash are chained,
/// the latest first. Owned by one thread.
final class Chains {
    private static final int HASH_BITS = 17;
    private static final int HASH_FACTOR = 0x1e35a7bd;
    private static final int NOWHERE = -1;

    /// No more places are tried, and a match so long ends the search.
    private static final int TRIES_MAX = 128;

    private static final int LENGTH_ENOUGH = 128;

    /// A shortest match from further away is no gain.
    private static final int NEAR = 4096;

    private final byte[] data;
    private final int[] latest = new int[1 << HASH_BITS];

    /// Before each place, the one before it in its chain; only as far back as distances reach.
    private final int[] earlier = new int[Steps.DISTANCE_MAX];

    Chains(byte[] data) {
        this.data = data;
        Arrays.fill(latest, NOWHERE);
    }

    /// Remembers a place and says where its bytes, or others of the same hash, stood last; at the
    /// very end, where too few bytes are left, nowhere.
    int add(int place) {
        if (place + Match.LENGTH_MIN > data.length) {
            return NOWHERE;
        }
        int hash = hash(place);
        int before = latest[hash];
        earlier[place % earlier.length] = before;
        latest[hash] = place;
        return before;
    }

    private int hash(int place) {
        int word = 0;
        for (int index = place; index < place + Match.LENGTH_MIN; index++) {
            word = word << Byte.SIZE | Byte.toUnsignedInt(data[index]);
        }
        return (word * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
    }

    /// The longest match for a place among those from `first` back to `lowest`, the nearest of
    /// equals. At least the bytes of a shortest match must be left.
    Match longest(int place, int first, int lowest) {
        int lengthMax = Math.min(Steps.LENGTH_MAX, data.length - place);
        int enough = Math.min(LENGTH_ENOUGH, lengthMax);
        int reach = Math.max(lowest, place - earlier.length);
        Match best = Match.NONE;
        int candidate = first;
        for (int tries = 0; tries < TRIES_MAX && candidate >= reach; tries++) {
            int length = common(candidate, place, best.length(), lengthMax);
            if (length > best.length() && isGain(length, place - candidate)) {
                best = new Match(length, place - candidate);
                if (length >= enough) {
                    break;
                }
            }
            if (place - candidate == earlier.length) {
                break; // Its entry is now that of this place.
            }
            candidate = earlier[candidate % earlier.length];
        }
        return best;
    }

    private static boolean isGain(int length, int distance) {
        return length > Match.LENGTH_MIN || distance <= NEAR;
    }

    /// How many bytes two places share; 0 if the one that would make them more than so far differs.
    private int common(int candidate, int place, int lengthSoFar, int lengthMax) {
        if (data[candidate + lengthSoFar] != data[place + lengthSoFar]) {
            return 0;
        }
        int differs =
                Arrays.mismatch(
                        data, candidate, candidate + lengthMax, data, place, place + lengthMax);
        return differs < 0 ? lengthMax : differs;
    }
}
