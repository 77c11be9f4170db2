// Package beacon is the public API of the beacon service, a dead man's switch for scheduled jobs: each job reports
// when it has run, and beacon says which ones did not.
//
// The types are what travels on the wire; [Client] talks to a running service.
package beacon
