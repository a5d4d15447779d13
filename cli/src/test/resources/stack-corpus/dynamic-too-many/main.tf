resource "slipwaytest_thing" "a" {
  name = "x"
  dynamic "placement" {
    for_each = ["p", "q"]
    content {
      region = placement.value
    }
  }
}
