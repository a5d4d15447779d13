variable "a" {
  type    = object({ x = optional(string, "d"), y = optional(number) })
  default = {}
}
output "o" {
  value = var.a
}
