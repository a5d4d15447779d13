output "o" {
  value = "x" ? 1 : 2
}
