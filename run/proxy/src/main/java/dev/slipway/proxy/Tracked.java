package dev.slipway.proxy;

/// A connection of a client, as its event loop looks after it. All methods are called by that loop.
interface Tracked {
    /// Ends what has taken too long.
    void tick(long now);

    /// A new table is in use.
    void adopted(RoutingTable table);

    /// Ends as soon as nothing is in flight.
    void drain();

    /// Ends now.
    void abort();
}
