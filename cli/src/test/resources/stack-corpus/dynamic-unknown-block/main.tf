resource "slipwaytest_thing" "a" {
  name = "x"
  dynamic "rules" {
    for_each = ["p"]
    content {
    }
  }
}
