output "o" {
  value = [for a of [1] : a]
}
