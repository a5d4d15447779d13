/// Source texts, places in them, and diagnostics about them, with their rendering for people.
/// Ranges and diagnostics are immutable; a [Diagnostics] collector belongs to one thread.
@NullMarked
package dev.slipway.hcl.source;

import org.jspecify.annotations.NullMarked;
