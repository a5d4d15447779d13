@org.jspecify.annotations.NullMarked
package dev.slipway.promql.syntax;
