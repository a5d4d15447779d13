output "o" {
  value = templatefile("none.tpl", {})
}
