/// Controllers that keep workloads as their specification says.
@NullMarked
package dev.slipway.workloads;

import org.jspecify.annotations.NullMarked;
