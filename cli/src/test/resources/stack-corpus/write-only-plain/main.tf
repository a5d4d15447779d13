resource "slipwaytest_thing" "a" {
  name             = "x"
  password         = "p"
  password_version = 1
}
