variable "options" {
  type    = map(string)
  default = {}
}

resource "slipwaytest_thing" "a" {
  count = length(var.options) > 0 ? 1 : 0
  name  = try(var.options["name"], null)
}
