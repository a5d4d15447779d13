/// Config by content: the ConfigMaps and Secrets a revision was started with stay with it.
@NullMarked
package dev.slipway.config;

import org.jspecify.annotations.NullMarked;
