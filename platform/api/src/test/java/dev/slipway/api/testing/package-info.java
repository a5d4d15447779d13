/// The API for the tests of modules above it.
@NullMarked
package dev.slipway.api.testing;

import org.jspecify.annotations.NullMarked;
