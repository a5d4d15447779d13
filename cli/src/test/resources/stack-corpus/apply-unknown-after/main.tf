resource "slipwaytest_thing" "a" {
  name  = "apply-unknown-after"
  fault = "unknown-after-apply"
}
