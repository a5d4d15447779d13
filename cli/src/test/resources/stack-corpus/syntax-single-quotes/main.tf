output "o" {
  value = 'abc'
}
