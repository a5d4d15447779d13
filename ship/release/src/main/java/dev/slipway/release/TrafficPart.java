package dev.slipway.release;

import org.jspecify.annotations.Nullable;

/// A part whose new version gets traffic, and how much of it can be limited.
interface TrafficPart extends Part {
    /// Where the new version stands, as far as is known.
    Standing standing();

    /// The limit that holds, null if there is none.
    @Nullable Integer limit();

    /// Sets the most traffic that a new version may get, in percent.
    void limit(int percent);

    /// Has the traffic leave the new version; true once none is left, or none can be moved.
    boolean withdraw();

    /// Takes off whatever this release has marked the part with.
    void letGo();

    /// - `weight`: the new version's share in percent; 100 if there is no other version.
    /// - `complete`: only the new version is left, and all of it is up.
    /// - `fine`: nothing is to be said against more traffic.
    /// - `bad`: why the new version has to go, or null; `refused` if it was what it did that
    ///   decided, not how it started.
    /// - `verdict`: a word on what it did, or null.
    record Standing(
            int weight,
            boolean complete,
            boolean fine,
            @Nullable String bad,
            boolean refused,
            @Nullable String verdict) {
        /// Nothing can be said: what is there is not the newest yet.
        static final Standing UNKNOWN = new Standing(0, false, false, null, false, null);
    }
}
