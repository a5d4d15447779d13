resource "slipwaytest_thing" "a" {
  name = "x"
  rule = []
}
