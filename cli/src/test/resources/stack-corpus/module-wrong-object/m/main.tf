variable "a" {
  type = object({ x = number, y = string })
}
