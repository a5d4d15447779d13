/// Versions of providers, modules and of the engine itself, and constraints on them.
@NullMarked
package dev.slipway.terraform.version;

import org.jspecify.annotations.NullMarked;
