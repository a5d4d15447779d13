terraform {
  required_providers {
    slipwaytest = {
      source = "slipway/slipwaytest"
    }
  }
}

resource "slipwaytest_thing" "t" {
  name = "one"
}

import {
  to = slipwaytest_thing.t
  id = "one"
}
