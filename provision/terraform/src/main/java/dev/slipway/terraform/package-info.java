/// Terraform configurations: loaded, evaluated, planned, applied and shown.
@NullMarked
package dev.slipway.terraform;

import org.jspecify.annotations.NullMarked;
