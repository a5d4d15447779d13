resource "slipwaytest_thing" "a" {
  name = "x"
  dynamic "rule" {
    for_each = sensitive(["p"])
    content {
      action = rule.value
    }
  }
}
