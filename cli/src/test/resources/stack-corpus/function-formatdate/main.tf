output "o" {
  value = formatdate("YYYY", "x")
}
