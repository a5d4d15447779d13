/// Stacks: infrastructure described in Terraform's language that the server plans when something
/// changes, applies when it is approved, compares with what is there now and then, and whose
/// outputs it hands to workloads. Also keeps states for plain Terraform over its `http` backend.
@NullMarked
package dev.slipway.stack;

import org.jspecify.annotations.NullMarked;
