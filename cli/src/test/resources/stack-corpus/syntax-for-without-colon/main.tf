output "o" {
  value = [for a in [1] a]
}
