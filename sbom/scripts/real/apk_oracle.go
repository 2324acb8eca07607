// Installs packages of apk into a root with go-apk, the library of apko, and prints what the database there lists.
//
// usage: apk_oracle ROOT [PACKAGE...]
package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/chainguard-dev/go-apk/pkg/apk"
	"github.com/chainguard-dev/go-apk/pkg/fs"
)

// A package by its path.
type local string

func (l local) URL() string            { return string(l) }
func (l local) PackageName() string    { return string(l) }
func (l local) ChecksumString() string { return string(l) }

type listed struct {
	Name, Version, Arch, Licence, Origin, URL, Maintainer, Description string
	Depends, Provides, Files                                           []string
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func install(a *apk.APK, paths []string) {
	ctx := context.Background()
	must(a.InitDB(ctx))
	packages := []apk.InstallablePackage{}
	for _, path := range paths {
		packages = append(packages, local(path))
	}
	must(a.InstallPackages(ctx, nil, packages))
}

func main() {
	a, err := apk.New(apk.WithFS(fs.DirFS(os.Args[1])), apk.WithArch("x86_64"), apk.WithIgnoreMknodErrors(true))
	must(err)
	if len(os.Args) > 2 {
		install(a, os.Args[2:])
	}
	installed, err := a.GetInstalled()
	must(err)
	for _, p := range installed {
		told := listed{p.Name, p.Version, p.Arch, p.License, p.Origin, p.URL, p.Maintainer, p.Description, p.Dependencies, p.Provides, []string{}}
		for _, file := range p.Files {
			if !file.FileInfo().IsDir() && file.Typeflag != '5' {
				told.Files = append(told.Files, file.Name)
			}
		}
		must(json.NewEncoder(os.Stdout).Encode(told))
	}
}
