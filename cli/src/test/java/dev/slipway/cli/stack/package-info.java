/// Commands in real folders, beside the real terraform where there is one.
@NullMarked
package dev.slipway.cli.stack;

import org.jspecify.annotations.NullMarked;
