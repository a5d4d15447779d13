resource "slipwaytest_thing" "a" {
  name  = "apply-fails-half-way"
  note  = "n"
  fault = "fail-half-way"
}
