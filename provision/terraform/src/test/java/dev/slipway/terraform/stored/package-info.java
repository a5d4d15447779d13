/// Tests of what states and plans hold.
@NullMarked
package dev.slipway.terraform.stored;

import org.jspecify.annotations.NullMarked;
