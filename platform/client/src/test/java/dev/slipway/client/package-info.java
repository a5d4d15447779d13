@NullMarked
package dev.slipway.client;

import org.jspecify.annotations.NullMarked;
