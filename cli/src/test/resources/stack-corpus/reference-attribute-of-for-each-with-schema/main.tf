resource "slipwaytest_item" "a" {
  for_each = toset(["x"])
}
output "o" {
  value = slipwaytest_item.a.id
}
