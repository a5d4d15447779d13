resource "slipwaytest_thing" "a" {
  name = "x"
}
output "o" {
  value = slipwaytest_thing.a.settings.none
}
