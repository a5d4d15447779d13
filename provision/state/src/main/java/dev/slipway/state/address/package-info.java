/// Names of modules, resources and their instances, as configurations, states and people write
/// them. Everything is immutable and ordered as Terraform lists it.
@NullMarked
package dev.slipway.state.address;

import org.jspecify.annotations.NullMarked;
