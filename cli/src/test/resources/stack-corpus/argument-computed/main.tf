resource "slipwaytest_thing" "a" {
  name = "x"
  id   = "y"
}
