resource "slipwaytest_thing" "a" {
  name = "x"
  placement {
  }
  placement {
  }
}
