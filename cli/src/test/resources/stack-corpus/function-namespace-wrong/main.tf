output "o" {
  value = cor::upper("x")
}
