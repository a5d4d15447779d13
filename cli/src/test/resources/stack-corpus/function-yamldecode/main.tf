output "o" {
  value = yamldecode("a: [")
}
