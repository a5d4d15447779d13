/// Installs what a configuration needs: modules from registries, repositories and archives, and
/// providers from registries and mirrors, laid out as Terraform does it, so that both can use one
/// folder. Begin at [dev.slipway.install.Installer].
@NullMarked
package dev.slipway.install;

import org.jspecify.annotations.NullMarked;
