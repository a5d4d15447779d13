variables {
  p = "file-"
}

provider "slipwaytest" {
  prefix = upper(var.p)
}

provider "slipwaytest" {
  alias  = "other"
  prefix = "other-"
}

provider "slipwaytest" {
  alias  = "third"
  prefix = run.first.p
}

mock_provider "slipwaytest" {
  alias = "fake"
  mock_resource "slipwaytest_item" {
    defaults = {
      id = "fake-id"
    }
  }
}

run "first" {
  assert {
    condition     = startswith(output.a, "FILE-") && startswith(output.b, "other-")
    error_message = "${jsonencode(output.a)} ${jsonencode(output.b)}"
  }
}

run "second" {
  state_key = "s"
  providers = {
    slipwaytest       = slipwaytest.third
    slipwaytest.other = slipwaytest.fake
  }
  assert {
    condition     = startswith(output.a, "file--out-") && output.b == "fake-id"
    error_message = "${jsonencode(output.a)} ${jsonencode(output.b)}"
  }
}

run "third" {
  state_key = "t"
  variables {
    p = "run-"
  }
  providers = {
    slipwaytest       = slipwaytest
    slipwaytest.other = slipwaytest.fake
  }
  assert {
    condition     = startswith(output.a, "FILE-") && output.p == "run--out-"
    error_message = "${jsonencode(output.a)} ${jsonencode(output.b)}"
  }
}

run "fourth" {
  state_key = "u"
  providers = {
    slipwaytest = slipwaytest.nope
  }
}

run "fifth" {}
