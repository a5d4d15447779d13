/// A provider for tests: [dev.slipway.provider.testing.TestProvider] in the process of the test, or
/// served as a program that the real Terraform runs too. Other modules take it from this module's
/// test jar.
@NullMarked
package dev.slipway.provider.testing;

import org.jspecify.annotations.NullMarked;
