/// One instance of a resource and its provider: what the configuration, the state and the provider
/// make of it together, as the provider protocol's documents on the lifecycle of resource instances
/// say.
@NullMarked
package dev.slipway.terraform.change;

import org.jspecify.annotations.NullMarked;
