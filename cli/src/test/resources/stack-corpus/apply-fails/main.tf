resource "slipwaytest_thing" "a" {
  name  = "apply-fails"
  fault = "fail-apply"
}
resource "terraform_data" "b" {
  input = slipwaytest_thing.a.id
}
resource "terraform_data" "c" {
}
