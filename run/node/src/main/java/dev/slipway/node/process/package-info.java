/// The runtime `process`: containers as processes of this machine, and the images they run from. A
/// package of its own because it is one of several runtimes behind
/// [dev.slipway.node.ContainerRuntime] and the node must not know its insides; the arrow points
/// from here to there only.
@NullMarked
package dev.slipway.node.process;

import org.jspecify.annotations.NullMarked;
