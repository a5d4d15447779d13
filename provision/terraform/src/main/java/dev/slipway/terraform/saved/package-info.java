/// Plans as files: written by one command, shown and applied by others, maybe elsewhere. A file has
/// all that applying needs but the providers: the plan, the states it was made from, the files of
/// the configuration and of the lock of providers. The format is described in
/// `docs/format/saved-plan.md`.
@NullMarked
package dev.slipway.terraform.saved;

import org.jspecify.annotations.NullMarked;
