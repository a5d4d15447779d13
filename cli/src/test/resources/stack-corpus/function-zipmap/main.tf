output "o" {
  value = zipmap(["a"], [1, 2])
}
