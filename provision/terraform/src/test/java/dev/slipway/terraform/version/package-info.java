@NullMarked
package dev.slipway.terraform.version;

import org.jspecify.annotations.NullMarked;
