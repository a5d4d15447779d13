/// `slipway stack`: the commands that users of Terraform know, in a folder and without a server.
/// What they do is in `dev.slipway.terraform`; here is how they are asked and what they print.
@NullMarked
package dev.slipway.cli.stack;

import org.jspecify.annotations.NullMarked;
