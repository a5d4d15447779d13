/// Comparison with the terraform binary: generated expressions, what the binary answered, and the
/// means to ask it again. The recorded answers are data of our own making.
@NullMarked
package dev.slipway.hcl.oracle;

import org.jspecify.annotations.NullMarked;
