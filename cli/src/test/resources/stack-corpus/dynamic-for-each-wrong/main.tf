resource "slipwaytest_thing" "a" {
  name = "x"
  dynamic "rule" {
    for_each = 1
    content {
      action = "x"
    }
  }
}
