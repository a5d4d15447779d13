resource "terraform_data" "a" {
  lifecycle {
    precondition {
      condition     = self.input == 1
      error_message = "No."
    }
  }
}
