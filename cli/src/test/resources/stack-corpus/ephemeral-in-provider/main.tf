ephemeral "slipwaytest_token" "t" {
  scope = "s"
}
provider "slipwaytest" {
  alias = "x"
  token = ephemeral.slipwaytest_token.t.token
}
resource "slipwaytest_item" "a" {
  provider = slipwaytest.x
}
