/// Compression as Terraform's `base64gzip` does it, byte for byte, so that a script compressed by
/// both is the same text. Formats are RFC 1951 (deflate) and RFC 1952 (gzip). Of the many valid
/// encodings, the one is chosen that Go's standard library, which Terraform uses, is known to
/// choose: its hash, limits and ties, each confirmed by the terraform binary. [Gzip] is the entry.
@NullMarked
package dev.slipway.hcl.gzip;

import org.jspecify.annotations.NullMarked;
