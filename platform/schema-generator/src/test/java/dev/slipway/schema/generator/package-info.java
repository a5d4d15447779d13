@NullMarked
package dev.slipway.schema.generator;

import org.jspecify.annotations.NullMarked;
