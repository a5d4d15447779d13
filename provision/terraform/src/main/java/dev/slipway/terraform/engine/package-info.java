/// Evaluates configurations and plans what is to be done. Every value is calculated when it is
/// first asked for, once; whoever needs it meanwhile waits.
@NullMarked
package dev.slipway.terraform.engine;

import org.jspecify.annotations.NullMarked;
