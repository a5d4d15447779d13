locals {
  k = "x"
}
moved {
  from = terraform_data.a[local.k]
  to   = terraform_data.b
}
