/// Several versions side by side for a while.
@NullMarked
package dev.slipway.experiment;

import org.jspecify.annotations.NullMarked;
