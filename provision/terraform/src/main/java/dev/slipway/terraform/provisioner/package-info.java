/// What provisioners do: `ProvisionerSchemas` and `ProvisionerRules` say what may be written,
/// `Provisioners` does it: `LocalExec` here, `RemoteExec` and `FileCopy` elsewhere.
@NullMarked
package dev.slipway.terraform.provisioner;

import org.jspecify.annotations.NullMarked;
