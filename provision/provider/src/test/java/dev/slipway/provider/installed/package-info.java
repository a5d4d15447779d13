@NullMarked
package dev.slipway.provider.installed;

import org.jspecify.annotations.NullMarked;
