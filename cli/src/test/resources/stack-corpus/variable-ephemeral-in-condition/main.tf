variable "a" {
  default   = 1
  ephemeral = true
}
resource "terraform_data" "a" {
  lifecycle {
    precondition {
      condition     = var.a == 2
      error_message = "No."
    }
  }
}
