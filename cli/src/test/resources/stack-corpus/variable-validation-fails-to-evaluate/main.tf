variable "a" {
  default = null
  validation {
    condition     = length(var.a) > 3
    error_message = "Too short."
  }
}
