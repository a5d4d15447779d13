terraform {
  required_providers {
    slipwaytest = {
      source = "slipway/slipwaytest"
    }
  }
}

ephemeral "slipwaytest_token" "t" {
  scope = "s"
}
