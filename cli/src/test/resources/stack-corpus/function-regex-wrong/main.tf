output "o" {
  value = regex("(", "b")
}
