@NullMarked
package dev.slipway.provider.client;

import org.jspecify.annotations.NullMarked;
