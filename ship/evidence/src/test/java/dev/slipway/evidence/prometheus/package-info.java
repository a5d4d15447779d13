@NullMarked
package dev.slipway.evidence.prometheus;

import org.jspecify.annotations.NullMarked;
