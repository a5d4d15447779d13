/// Tests of configurations, as Terraform's `*.tftest.hcl` files describe them: runs that plan or
/// apply, one after the other on states of their own, and what must hold after each.
///
/// Source: [tests](https://developer.hashicorp.com/terraform/language/tests).
@NullMarked
package dev.slipway.terraform.test;

import org.jspecify.annotations.NullMarked;
