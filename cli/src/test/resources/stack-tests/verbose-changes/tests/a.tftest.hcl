override_resource {
  target = terraform_data.a
  values = {
    id = "mine"
  }
}

override_resource {
  target = terraform_data.b
  values = {
    id     = "other"
    output = "text"
  }
}

run "applied" {}

run "same" {
  command = plan
}

run "changed" {
  command = plan
  variables {
    n = 4
  }
}

run "refreshed" {
  command = plan
  plan_options {
    mode = refresh-only
  }
}
