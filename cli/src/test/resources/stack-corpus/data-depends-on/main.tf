resource "slipwaytest_thing" "x" {
  name = "data-depends-on"
  note = "n"
}
data "slipwaytest_thing" "a" {
  name       = "data-depends-on"
  depends_on = [slipwaytest_thing.x]
}
output "o" {
  value = data.slipwaytest_thing.a.note
}
