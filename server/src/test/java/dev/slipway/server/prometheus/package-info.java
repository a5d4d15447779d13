@NullMarked
package dev.slipway.server.prometheus;

import org.jspecify.annotations.NullMarked;
