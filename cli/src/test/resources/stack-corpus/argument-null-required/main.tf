resource "slipwaytest_thing" "a" {
  name = null
}
