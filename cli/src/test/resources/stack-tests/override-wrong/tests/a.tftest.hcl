override_resource {
  target = data.terraform_remote_state.t
}

override_data {
  target = terraform_data.t
}

override_module {
  target  = module.m
  outputs = 3
}

override_module {
  target = module.m
  values = {}
}

override_module {
  target = terraform_data.t
}

override_resource {
  target = module.m
}

override_resource {
  target = 3
}

override_resource {
  target          = terraform_data.t
  values          = 5
  override_during = never
}

override_resource {}

override_module {
  outputs = {}
}

run "apply" {
  override_resource {
    target = terraform_data.t
    values = {
      id = var.v
    }
  }
  override_resource {
    target = terraform_data.t
    values = {
      id = upper("x")
    }
  }
}
