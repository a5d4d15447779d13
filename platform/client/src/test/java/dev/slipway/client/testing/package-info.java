/// What every implementation of Cluster must do, as tests for the modules that have one.
@NullMarked
package dev.slipway.client.testing;

import org.jspecify.annotations.NullMarked;
