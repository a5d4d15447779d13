data "slipwaytest_thing" "a" {
  name = "none"
}
