output "o" {
  value = upper(["x"])
}
