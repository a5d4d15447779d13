/// Other machines over SSH. `SshHosts` signs in (`Hop`: one machine, `Keys`: what proves who is
/// who, `ProxyRelay`: a proxy on the way), `SshHost` runs commands and writes files there
/// (`ScpUpload`).
@NullMarked
package dev.slipway.ssh;

import org.jspecify.annotations.NullMarked;
