/// The native syntax: tokens, the tree of bodies, blocks, attributes and expressions, and the
/// parser. Nothing is lost: a [SyntaxFile] keeps the source, every token with comments and line
/// ends, and each node its range. The tree knows nothing of values. Nodes are immutable; parsers
/// are used once, by one thread.
@NullMarked
package dev.slipway.hcl.syntax;

import org.jspecify.annotations.NullMarked;
