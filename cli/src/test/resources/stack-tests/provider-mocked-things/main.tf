terraform {
  required_providers {
    slipwaytest = {
      source = "slipway/slipwaytest"
    }
  }
}

resource "slipwaytest_thing" "t" {
  name      = "one"
  anything  = [1, "two", { three = true }]
  settings  = { mode = "fast" }
  endpoints = [{ host = "a" }, { host = "b", port = 8080 }]
  peers     = [{ name = "p" }]
  routes    = { r = { target = "t" } }
  placement {
    region = "here"
  }
  rule {
    action = "allow"
    match {
      key = "k"
    }
  }
  member {
    user = "u"
  }
  option "o" {
    value = "x"
  }
  limits {
    soft = 1
  }
}

data "slipwaytest_thing" "found" {
  name = "one"
}

output "shouted" {
  value = provider::slipwaytest::shout("hey")
}

output "found" {
  value = data.slipwaytest_thing.found
}
