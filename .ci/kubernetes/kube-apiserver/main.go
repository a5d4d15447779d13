// Command kube-apiserver is that of Kubernetes, as its own main package makes it, so that it can be built as a
// dependency: a main package behind replace directives cannot be installed by name.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
