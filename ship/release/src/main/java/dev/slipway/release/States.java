package dev.slipway.release;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Compares states of parts. Pure.
final class States {
    private States() {}

    /// What to go back to once something new is tried on a part that is `live` now: where an
    /// attempt that was not promoted left what it `tried`, the state `before` it.
    static ObjectNode before(ObjectNode live, ObjectNode tried, ObjectNode before) {
        if (Images.isState(live)) {
            return Images.before(live, tried, before);
        }
        return live.equals(tried) ? before : live;
    }
}
