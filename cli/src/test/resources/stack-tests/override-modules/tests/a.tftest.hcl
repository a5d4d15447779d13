mock_provider "terraform" {
  mock_resource "terraform_data" {
    defaults = {
      id = "mocked"
    }
  }
}

override_module {
  target = module.m
  outputs = {
    y       = "every"
    strange = true
  }
}

override_module {
  target = module.n.module.k
  outputs = {
    id = ["deep"]
  }
}

run "planned" {
  command = plan
}

run "applied" {}

run "one" {
  state_key = "other"
  override_module {
    target = module.m[1]
    outputs = {
      y = "one"
    }
  }
  override_module {
    target = module.n
  }
}
