/// Builds the schemas of the built-in kinds, at build time, from the classes of a model library,
/// the descriptions in its sources, and the hand-written schemas of kinds it does not have.
@NullMarked
package dev.slipway.schema.generator;

import org.jspecify.annotations.NullMarked;
