variable "b" {
  default = "x"
}
variable "a" {
  default     = 1
  description = var.b
}
