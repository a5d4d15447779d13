/// The L7 and L4 data path: routing snapshots in, traffic and figures out.
@NullMarked
package dev.slipway.proxy;

import org.jspecify.annotations.NullMarked;
