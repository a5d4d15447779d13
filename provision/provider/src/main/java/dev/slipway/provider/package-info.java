/// Providers of Terraform, driven as programs of their own: started, asked for their schema, and
/// called, in protocol 5 and 6. [Provider] is the way in; everything else is how.
@NullMarked
package dev.slipway.provider;

import org.jspecify.annotations.NullMarked;
