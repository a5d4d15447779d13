output "o" {
  value = provider::slipwaytest::shout("x")
}
