/// Tests of the revision log.
@NullMarked
package dev.slipway.store;

import org.jspecify.annotations.NullMarked;
