// Package greet says hello.
package greet

// Hello greets somebody by name.
func Hello(name string) string { return "Hello, " + name }

// Bye takes leave of somebody.
func Bye(name string) string { return "Bye, " + name }

// Welcome greets somebody who arrives.
func Welcome(name string) string { return "Welcome, " + name }
