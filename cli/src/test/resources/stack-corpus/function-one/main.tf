output "o" {
  value = one([1, 2])
}
