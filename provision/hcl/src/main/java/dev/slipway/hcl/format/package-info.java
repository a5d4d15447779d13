/// The canonical layout of native syntax, byte for byte as `terraform fmt` writes it: indentation
/// by brackets, one space between tokens, equals signs and comments in columns, and a few old ways
/// of writing made new. Everything is stateless.
@NullMarked
package dev.slipway.hcl.format;

import org.jspecify.annotations.NullMarked;
