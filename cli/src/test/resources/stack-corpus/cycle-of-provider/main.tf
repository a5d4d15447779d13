provider "slipwaytest" {
  prefix = slipwaytest_item.a.id
}
resource "slipwaytest_item" "a" {
}
