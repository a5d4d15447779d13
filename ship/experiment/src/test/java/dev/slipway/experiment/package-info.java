@NullMarked
package dev.slipway.experiment;

import org.jspecify.annotations.NullMarked;
