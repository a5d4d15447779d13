output "o" {
  value = { for a in ["x"] : null => 1 }
}
