/// What happened in every release, kept; and told to whom it concerns.
@NullMarked
package dev.slipway.record;

import org.jspecify.annotations.NullMarked;
