resource "slipwaytest_thing" "a" {
  name = "x"
  option "a" {
    value = "a"
  }
  option "a" {
    value = "b"
  }
}
