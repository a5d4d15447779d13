terraform {
  required_providers {
    slipwaytest = {
      source                = "slipway/slipwaytest"
      configuration_aliases = [slipwaytest.other]
    }
  }
}

variable "p" {
  default = "x"
}

resource "slipwaytest_item" "a" {
  value = "v"
}

resource "slipwaytest_item" "b" {
  provider = slipwaytest.other
  value    = "v"
}

output "a" {
  value = slipwaytest_item.a.id
}

output "b" {
  value = slipwaytest_item.b.id
}

output "p" {
  value = "${var.p}-out-"
}
