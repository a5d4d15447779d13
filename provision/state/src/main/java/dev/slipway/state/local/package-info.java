/// States in files of this machine, as Terraform's `local` backend keeps them.
@NullMarked
package dev.slipway.state.local;

import org.jspecify.annotations.NullMarked;
