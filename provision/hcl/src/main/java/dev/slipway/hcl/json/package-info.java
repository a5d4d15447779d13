/// JSON: texts read into a tree that keeps positions and the digits of numbers, values written as
/// JSON and read from it. The reader accepts what RFC 8259 allows and nothing more. Trees are
/// immutable; readers are used once.
@NullMarked
package dev.slipway.hcl.json;

import org.jspecify.annotations.NullMarked;
