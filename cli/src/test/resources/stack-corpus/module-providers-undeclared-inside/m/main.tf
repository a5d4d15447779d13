resource "slipwaytest_item" "a" {
}
