/// A folder in which somebody works with a configuration: where its data, providers, workspaces and
/// state are, laid out as Terraform does it, so that both can use one folder.
@NullMarked
package dev.slipway.terraform.folder;

import org.jspecify.annotations.NullMarked;
