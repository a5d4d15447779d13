@NullMarked
package dev.slipway.server.install;

import org.jspecify.annotations.NullMarked;
