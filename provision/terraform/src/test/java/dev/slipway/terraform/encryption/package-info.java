@NullMarked
package dev.slipway.terraform.encryption;

import org.jspecify.annotations.NullMarked;
