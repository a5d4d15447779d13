output "o" {
  value = regex("a", "b")
}
