/// Encryption of states and plans on this side, before they go anywhere, configured and kept in the
/// form that OpenTofu documents.
///
/// Source: [State and plan encryption](https://opentofu.org/docs/language/state/encryption/).
@NullMarked
package dev.slipway.terraform.encryption;

import org.jspecify.annotations.NullMarked;
