/// Compression as Terraform's `base64gzip` does it, byte for byte, so that a script compressed by
/// both is the same text. Formats are RFC 1951 (deflate) and RFC 1952 (gzip); which of the many
/// valid encodings is chosen was found by comparing with the terraform binary. [Gzip] is the entry.
@NullMarked
package dev.slipway.hcl.gzip;

import org.jspecify.annotations.NullMarked;
