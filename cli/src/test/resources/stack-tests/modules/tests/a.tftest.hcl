run "setup" {
  module {
    source = "./setup"
  }
}

run "uses" {
  variables {
    n = run.setup.five
  }
  assert {
    condition     = terraform_data.a.output == 5
    error_message = "no"
  }
}

run "setup_again" {
  variables {
    size = 2
  }
  module {
    source = "./setup"
  }
  assert {
    condition     = terraform_data.s.output == 2
    error_message = "no"
  }
}
