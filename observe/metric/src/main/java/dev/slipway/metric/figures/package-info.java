/// Slipway's own figures: what its parts know of themselves and of the objects, recorded as series
/// without anything to configure, under the names that the usual exporters gave them.
@org.jspecify.annotations.NullMarked
package dev.slipway.metric.figures;
