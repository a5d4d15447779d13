/// Cluster, the one interface through which everything reads and writes resources.
@NullMarked
package dev.slipway.client;

import org.jspecify.annotations.NullMarked;
