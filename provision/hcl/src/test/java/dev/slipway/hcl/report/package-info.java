/// Tests of what people are told.
@NullMarked
package dev.slipway.hcl.report;

import org.jspecify.annotations.NullMarked;
