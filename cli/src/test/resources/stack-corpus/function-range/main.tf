output "o" {
  value = range(1, 5, 0)
}
