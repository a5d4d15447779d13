@NullMarked
package dev.slipway.analysis.expression;

import org.jspecify.annotations.NullMarked;
