resource "slipwaytest_thing" "a" {
  name  = "x"
  fault = "warn"
}
