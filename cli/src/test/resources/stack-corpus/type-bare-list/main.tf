variable "a" {
  type    = list
  default = []
}
