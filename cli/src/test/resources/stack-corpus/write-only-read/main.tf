resource "slipwaytest_thing" "a" {
  name     = "x"
  password = "p"
}
output "o" {
  value     = slipwaytest_thing.a.password
  sensitive = true
}
