terraform {
  required_providers {
    slipwaytest = {
      source                = "slipway/slipwaytest"
      configuration_aliases = [slipwaytest.x]
    }
  }
}
resource "slipwaytest_item" "a" {
  provider = slipwaytest.x
}
