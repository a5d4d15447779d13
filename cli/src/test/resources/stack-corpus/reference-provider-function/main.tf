output "o" {
  value = provider::none::f(1)
}
