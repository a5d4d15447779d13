resource "slipwaytest_thing" "a" {
  name = "plan-replace"
  zone = "z"
}
resource "terraform_data" "b" {
  input = slipwaytest_thing.a.id
}
