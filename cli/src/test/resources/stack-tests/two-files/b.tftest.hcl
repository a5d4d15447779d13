run "inroot" {}
