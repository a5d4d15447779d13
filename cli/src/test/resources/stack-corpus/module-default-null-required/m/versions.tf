terraform {
  required_providers {
    slipwaytest = {
      source = "slipway/slipwaytest"
    }
  }
}
