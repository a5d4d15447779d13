locals {
  list   = [for i in range(4) : i * i if i % 2 == 0]
  object = { for k, v in { a = 1, b = 2 } : upper(k) => v... }
  text   = <<-EOT
    a
      b ${1 + 1}
    %{for x in ["p", "q"]~}
    ${x}
    %{endfor~}
  EOT
}
output "o" {
  value = [local.list, local.object, local.text, try(local.none, 1), can(tonumber("x"))]
}
