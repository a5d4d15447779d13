resource "terraform_data" "a" {
  input = 1
  lifecycle {
    postcondition {
      condition     = length(self.id) == 2
      error_message = "Not two."
    }
  }
}
