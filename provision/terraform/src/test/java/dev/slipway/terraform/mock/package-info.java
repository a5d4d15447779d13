/// Tests of what plays the part of real objects.
@NullMarked
package dev.slipway.terraform.mock;

import org.jspecify.annotations.NullMarked;
