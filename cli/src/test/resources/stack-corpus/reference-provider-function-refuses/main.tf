output "o" {
  value = provider::slipwaytest::refuse("x")
}
