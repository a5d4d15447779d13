/// Tests that drive the real launcher and real clients, as a user would.
@NullMarked
package dev.slipway.acceptance;

import org.jspecify.annotations.NullMarked;
