output "o" {
  value = upper("x", "y")
}
