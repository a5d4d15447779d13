package dev.slipway.proxy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The copies of requests that are under way in one event loop, of which there is a limit: what
/// comes above it is not copied. Owned by that loop.
final class Mirrors {
    static final int CALLS_MAX = 64;

    private final MirrorJudge judge;
    private final Set<MirrorCall> calls = new HashSet<>();

    Mirrors(MirrorJudge judge) {
        this.judge = judge;
    }

    MirrorJudge judge() {
        return judge;
    }

    boolean admit(MirrorCall call) {
        return calls.size() < CALLS_MAX && calls.add(call);
    }

    void remove(MirrorCall call) {
        calls.remove(call);
    }

    void abortAll() {
        List.copyOf(calls).forEach(MirrorCall::abort);
    }
}
