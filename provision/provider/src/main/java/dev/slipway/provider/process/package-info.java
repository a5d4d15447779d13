/// Starts providers as processes and connects to them: the handshake on standard output, mutual
/// TLS, the socket, the log on standard error, and the end. What is said over the connection is not
/// its business.
@NullMarked
package dev.slipway.provider.process;

import org.jspecify.annotations.NullMarked;
