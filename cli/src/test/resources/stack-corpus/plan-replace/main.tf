resource "slipwaytest_thing" "a" {
  name = "plan-replace"
  zone = "y"
}
resource "terraform_data" "b" {
  input = slipwaytest_thing.a.id
}
