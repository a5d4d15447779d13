resource "slipwaytest_thing" "a" {
  name      = "x"
  note      = "n"
  size      = 3
  tags      = { a = "b" }
  labels    = ["x", "y"]
  anything  = { a = [1, "x", null] }
  settings  = { mode = "m" }
  endpoints = [{ host = "h", port = 1 }]
  peers     = [{ name = "p" }]
  routes    = { r = { target = "t" } }
  rule {
    action = "go"
    match {
      key = "k"
    }
  }
  member {
    user = "u"
  }
  placement {
    region = "r"
  }
  limits {
    soft = 1
  }
  option "o" {
    value = "v"
  }
}
