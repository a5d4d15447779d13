provider "slipwaytest" {
  folder = ["x"]
}
resource "slipwaytest_item" "a" {
}
