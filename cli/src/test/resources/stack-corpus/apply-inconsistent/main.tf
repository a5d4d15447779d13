resource "slipwaytest_thing" "a" {
  name  = "apply-inconsistent"
  note  = "n"
  fault = "inconsistent-apply"
}
