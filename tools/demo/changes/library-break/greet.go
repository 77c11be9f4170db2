// Package greet says hello.
package greet

// Hello greets somebody by name.
func Hello(name string, loud bool) string {
	if loud {
		return "HELLO, " + name
	}
	return "Hello, " + name
}
