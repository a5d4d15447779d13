output "o" {
  value = provider::slipwaytest::none("x")
}
