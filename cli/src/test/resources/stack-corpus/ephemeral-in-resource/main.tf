ephemeral "slipwaytest_token" "t" {
  scope = "s"
}
resource "terraform_data" "a" {
  input = ephemeral.slipwaytest_token.t.token
}
