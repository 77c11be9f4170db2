module example.com/beacon

go 1.25.0

toolchain go1.26.8

require (
	github.com/go-chi/chi/v5 v5.2.3
	github.com/google/go-cmp v0.7.0
	golang.org/x/sync v0.16.0
)

require (
	golang.org/x/mod v0.27.0 // indirect
	golang.org/x/tools v0.36.0 // indirect
)

tool golang.org/x/tools/cmd/stringer
