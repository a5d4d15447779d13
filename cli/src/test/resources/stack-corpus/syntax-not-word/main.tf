output "o" {
  value = not true
}
