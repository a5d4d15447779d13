provider "slipwaytest" {
  folder = ""
}
resource "slipwaytest_item" "a" {
}
