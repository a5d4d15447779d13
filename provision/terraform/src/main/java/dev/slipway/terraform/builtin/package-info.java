/// The provider that is part of the engine: `terraform_data`, and functions for the language's own
/// texts.
@NullMarked
package dev.slipway.terraform.builtin;

import org.jspecify.annotations.NullMarked;
