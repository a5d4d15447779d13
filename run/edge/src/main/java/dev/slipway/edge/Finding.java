package dev.slipway.edge;

/// What the edge found out about one aspect of an object, as a condition will say it.
record Finding(boolean holds, String reason, String message) {
    static Finding holds(String reason) {
        return new Finding(true, reason, "");
    }

    static Finding fails(String reason, String message) {
        return new Finding(false, reason, message);
    }
}
