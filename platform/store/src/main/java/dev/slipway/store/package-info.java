/// The revision log: every object and every change to it, durable and watchable.
@NullMarked
package dev.slipway.store;

import org.jspecify.annotations.NullMarked;
