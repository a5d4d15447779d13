/// The web console: server-rendered pages kept live by server-sent events.
@NullMarked
package dev.slipway.console;

import org.jspecify.annotations.NullMarked;
