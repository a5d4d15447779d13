variable "n" {
  type    = number
  default = 3
  validation {
    condition     = var.n < 10
    error_message = "too big"
  }
}

resource "terraform_data" "a" {
  count = 2
  input = var.n
  lifecycle {
    precondition {
      condition     = var.n != 7
      error_message = "not seven"
    }
    postcondition {
      condition     = self.output != 6
      error_message = "not six"
    }
  }
}

data "terraform_remote_state" "r" {
  count   = var.n == 8 ? 1 : 0
  backend = "local"
  config = {
    path = "${path.module}/other.tfstate"
  }
  lifecycle {
    postcondition {
      condition     = self.outputs.x == 1
      error_message = "x is not one"
    }
  }
}

output "o" {
  value = terraform_data.a[0].output
  precondition {
    condition     = var.n != 5
    error_message = "not five"
  }
}

check "four" {
  assert {
    condition     = var.n != 4
    error_message = "not four"
  }
}

check "late" {
  assert {
    condition     = terraform_data.a[0].output != 2
    error_message = "not two"
  }
}
