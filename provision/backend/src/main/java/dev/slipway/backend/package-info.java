/// Places where states are kept beyond the files of one machine, each as Terraform's backend of the
/// same name keeps them, so that both can use one state. Begin at [dev.slipway.backend.Backends].
@NullMarked
package dev.slipway.backend;

import org.jspecify.annotations.NullMarked;
