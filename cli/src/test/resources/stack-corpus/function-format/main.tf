output "o" {
  value = format("%d", "x")
}
