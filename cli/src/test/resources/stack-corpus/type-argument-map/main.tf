resource "slipwaytest_thing" "a" {
  name = "x"
  tags = ["a"]
}
