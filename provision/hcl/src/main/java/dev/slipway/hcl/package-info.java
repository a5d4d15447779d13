/// The HCL language: syntax, expressions, types, functions; usable on its own.
@org.jspecify.annotations.NullMarked
package dev.slipway.hcl;
