@NullMarked
package dev.slipway.terraform.folder;

import org.jspecify.annotations.NullMarked;
