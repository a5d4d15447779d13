/// The composition root: builds every component, starts them in order and stops them in reverse.
@NullMarked
package dev.slipway.server;

import org.jspecify.annotations.NullMarked;
