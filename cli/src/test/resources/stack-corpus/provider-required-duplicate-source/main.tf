terraform {
  required_providers {
    slipwaytest = {
      source = "slipway/slipwaytest"
    }
    other = {
      source = "slipway/slipwaytest"
    }
  }
}
