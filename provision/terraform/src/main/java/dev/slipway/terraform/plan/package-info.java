/// What a plan says: each change with its reason, outputs, checks, drift. Everything is immutable.
@NullMarked
package dev.slipway.terraform.plan;

import org.jspecify.annotations.NullMarked;
