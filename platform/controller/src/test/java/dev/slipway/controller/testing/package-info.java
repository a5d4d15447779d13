/// What tests of controllers run on: time that is moved by hand, a cluster in memory, a cluster
/// that makes life hard, a node without processes, and a loop that runs it all on one thread.
@NullMarked
package dev.slipway.controller.testing;

import org.jspecify.annotations.NullMarked;
