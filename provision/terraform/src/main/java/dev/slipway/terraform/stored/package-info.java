/// What states and plans hold, read by the schemas that wrote it. Everything is immutable.
@NullMarked
package dev.slipway.terraform.stored;

import org.jspecify.annotations.NullMarked;
