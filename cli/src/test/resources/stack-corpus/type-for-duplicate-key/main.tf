output "o" {
  value = { for a in ["x", "x"] : a => 1 }
}
