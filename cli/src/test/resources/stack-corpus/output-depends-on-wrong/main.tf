output "o" {
  value      = 1
  depends_on = ["x"]
}
