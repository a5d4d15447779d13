resource "slipwaytest_thing" "a" {
  name  = "plan-drift"
  fault = "drift"
}
