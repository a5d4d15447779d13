resource "slipwaytest_thing" "a" {
  name = "x"
  size = "big"
}
