/// The functions of Terraform 1.11, except those of providers. [Functions] is the entry; the other
/// types each hold one family. What reaches outside, files, clock and chance, enters through
/// [Surroundings]. Everything is immutable and may be called by many threads.
@NullMarked
package dev.slipway.hcl.function;

import org.jspecify.annotations.NullMarked;
