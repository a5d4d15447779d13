output "o" {
  value = { a }
}
