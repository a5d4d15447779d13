terraform {
  required_providers {
    slipwaytest = {
      source = "slipway/slipwaytest"
    }
  }
}
terraform {
  required_providers {
    slipwaytest = {
      source = "slipway/slipwaytest"
    }
  }
}
