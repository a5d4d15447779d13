ephemeral "slipwaytest_token" "t" {
  scope = "s"
}
resource "slipwaytest_thing" "a" {
  name             = "x"
  password         = ephemeral.slipwaytest_token.t.token
  password_version = 1
}
