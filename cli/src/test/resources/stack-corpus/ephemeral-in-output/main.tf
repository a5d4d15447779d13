ephemeral "slipwaytest_token" "t" {
  scope = "s"
}
output "o" {
  value = ephemeral.slipwaytest_token.t.token
}
