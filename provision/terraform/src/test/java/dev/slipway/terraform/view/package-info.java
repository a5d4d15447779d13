/// Tests of what people are shown.
@NullMarked
package dev.slipway.terraform.view;

import org.jspecify.annotations.NullMarked;
