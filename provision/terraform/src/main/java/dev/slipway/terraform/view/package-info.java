/// Plans, states, outputs, progress and diagnostics as text for people, laid out as Terraform's
/// users know it. What writes text keeps nothing and is safe for many threads unless it says
/// otherwise.
@NullMarked
package dev.slipway.terraform.view;

import org.jspecify.annotations.NullMarked;
