resource "terraform_data" "x" {
}
data "slipwaytest_thing" "a" {
  name = terraform_data.x.id
}
output "o" {
  value = data.slipwaytest_thing.a.note
}
