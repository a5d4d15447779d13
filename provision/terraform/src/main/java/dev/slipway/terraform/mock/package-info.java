/// What plays the part of real objects in tests of configurations: providers whose objects are made
/// up from the schema, and values that stand for those of single objects and modules.
///
/// Source: [mocks](https://developer.hashicorp.com/terraform/language/tests/mocking).
@NullMarked
package dev.slipway.terraform.mock;

import org.jspecify.annotations.NullMarked;
