/// What providers say of their resources: attributes, blocks and their types, in one model for both
/// major versions of the protocol. Everything is immutable.
@NullMarked
package dev.slipway.provider.schema;

import org.jspecify.annotations.NullMarked;
