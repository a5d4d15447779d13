output "o" {
  value = setproduct(["a"])
}
