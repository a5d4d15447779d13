output "o" {
  value = templatefile("${path.module}/a.tpl", {})
}
