/// What goes on during a run, told while it happens. Everything is immutable.
@NullMarked
package dev.slipway.terraform.event;

import org.jspecify.annotations.NullMarked;
