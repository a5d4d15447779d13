terraform { 
 required_providers { 
  probe = { 
    source = "hashicorp/probe"
  } 
 } 
}
variable "inp" {}
variable "opt" { 
 default = "d" 
 ephemeral = false
}
resource "probe_thing" "c" {
  name = var.inp
}
resource "terraform_data" "z" { input = 1 }
output "out" { value = probe_thing.c.id }
