/// Pods on this machine: lifecycle, probes, logs, volumes, and what a runtime for containers must
/// do. The runtime `process` is in a package of its own, because the node must not know its insides
/// and another runtime will stand beside it.
@NullMarked
package dev.slipway.node;

import org.jspecify.annotations.NullMarked;
