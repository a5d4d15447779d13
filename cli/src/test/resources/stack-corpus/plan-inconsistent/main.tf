resource "slipwaytest_thing" "a" {
  name  = "x"
  note  = "n"
  fault = "inconsistent-plan"
}
