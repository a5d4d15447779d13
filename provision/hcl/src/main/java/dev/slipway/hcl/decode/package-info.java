/// Decoding: what a schema wants from a body, whatever syntax it was written in. [Content] is the
/// neutral form of a body; [BodySchema] picks attributes and blocks out of it; a [Spec] makes
/// values of them; [DynamicBlocks] first expands `dynamic` blocks. Everything is immutable.
@NullMarked
package dev.slipway.hcl.decode;

import org.jspecify.annotations.NullMarked;
