provider "slipwaytest" {
}
resource "slipwaytest_item" "a" {
}
