resource "slipwaytest_thing" "a" {
  name  = "plan-gone"
  fault = "gone"
}
