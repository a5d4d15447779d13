variable "a" {
  default   = "x"
  sensitive = true
  validation {
    condition     = length(var.a) > 3
    error_message = "Not ${var.a}."
  }
}
