/// Identity, metadata, selectors, quantities and patches of resources. Knows no I/O and no time.
@NullMarked
package dev.slipway.model;

import org.jspecify.annotations.NullMarked;
