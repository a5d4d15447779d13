resource "slipwaytest_item" "a" {
  count = 2
}
output "o" {
  value = slipwaytest_item.a.*.none
}
