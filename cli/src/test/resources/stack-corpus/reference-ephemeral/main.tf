output "o" {
  ephemeral = true
  value     = ephemeral.slipwaytest_token.none.token
}
