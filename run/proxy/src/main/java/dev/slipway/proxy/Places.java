package dev.slipway.proxy;

/// Places of users, and what versions serve them.
///
/// A version's score for a place is its weight over an exponentially distributed number made of
/// both (weighted rendezvous hashing); the highest score serves. So each version gets the share
/// that its weight is of all, a weight that grows only draws users to its version, and a version
/// that goes spreads its users over the others without moving anybody else. The functions are
/// fixed: the same place gives the same version after a restart, and in another process.
final class Places {
    /// No place: the request is anybody's.
    static final long NONE = 0;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int UNUSED_BITS = 11;

    private Places() {}

    /// The place that bytes stand for; never [#NONE].
    static long of(byte[] bytes, int from, int to) {
        long hash = FNV_OFFSET;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
        }
        long mixed = mix(hash);
        return mixed == NONE ? 1 : mixed;
    }

    /// What tells a version from others.
    static long salt(String version) {
        byte[] bytes = Ascii.bytes(version);
        return of(bytes, 0, bytes.length);
    }

    /// How much a version with a weight above 0 wants a place.
    static double score(long place, long salt, int weight) {
        double uniform = ((mix(place ^ salt) >>> UNUSED_BITS) + 0.5) * 0x1p-53;
        return weight / -Math.log(uniform);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
