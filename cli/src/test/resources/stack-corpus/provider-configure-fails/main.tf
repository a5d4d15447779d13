provider "slipwaytest" {
  fail = true
}
resource "slipwaytest_item" "a" {
}
