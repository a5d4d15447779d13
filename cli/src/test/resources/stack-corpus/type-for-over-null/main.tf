output "o" {
  value = [for a in null : a]
}
