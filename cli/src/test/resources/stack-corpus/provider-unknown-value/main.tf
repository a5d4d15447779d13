resource "terraform_data" "a" {
}
provider "slipwaytest" {
  prefix = terraform_data.a.id
}
resource "slipwaytest_item" "a" {
}
