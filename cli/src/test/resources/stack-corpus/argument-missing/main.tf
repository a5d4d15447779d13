resource "slipwaytest_thing" "a" {
}
