/// What people are told of a diagnostic.
@NullMarked
package dev.slipway.hcl.report;

import org.jspecify.annotations.NullMarked;
