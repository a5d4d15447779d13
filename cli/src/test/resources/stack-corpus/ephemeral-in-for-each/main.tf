ephemeral "slipwaytest_token" "t" {
  scope = "s"
}
resource "terraform_data" "a" {
  for_each = toset([ephemeral.slipwaytest_token.t.token])
}
