provider "slipwaytest" {
  none = 1
}
resource "slipwaytest_item" "a" {
}
