/// What provisioners need of other machines, and how they are reached; `provision/ssh` answers it.
@NullMarked
package dev.slipway.terraform.remote;

import org.jspecify.annotations.NullMarked;
