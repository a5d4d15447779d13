resource "slipwaytest_thing" "a" {
  name = "x"
  dynamic "rule" {
    content {
      action = "x"
    }
  }
}
