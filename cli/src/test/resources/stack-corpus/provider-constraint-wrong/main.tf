terraform {
  required_providers {
    slipwaytest = {
      source  = "slipway/slipwaytest"
      version = "x.y"
    }
  }
}
