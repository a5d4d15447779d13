resource "slipwaytest_thing" "a" {
  name   = "x"
  secret = "s"
}
output "o" {
  value = slipwaytest_thing.a.secret
}
