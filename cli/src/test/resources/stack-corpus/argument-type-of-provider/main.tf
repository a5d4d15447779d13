resource "slipwaytest_thin" "a" {
}
