resource "slipwaytest_thing" "a" {
  name = "x"
  option {
    value = "a"
  }
}
