/// Texts as the language sees them: Unicode normalisation, grapheme clusters, order and quotes.
/// Everything is stateless.
@NullMarked
package dev.slipway.hcl.text;

import org.jspecify.annotations.NullMarked;
