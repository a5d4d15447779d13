output "o" {
  value     = "x"
  sensitive = true
}
