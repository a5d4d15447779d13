resource "slipwaytest_item" "a" {}
output "o" {
  value = slipwaytest_item.a["x"].id
}
