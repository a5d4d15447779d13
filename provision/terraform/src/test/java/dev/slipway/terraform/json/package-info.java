/// Tests of the JSON formats.
@NullMarked
package dev.slipway.terraform.json;

import org.jspecify.annotations.NullMarked;
