output "o" {
  value = tonumber("x")
}
