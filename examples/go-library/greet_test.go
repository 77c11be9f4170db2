package greet

import "testing"

func TestHelloNamesTheGuest(t *testing.T) {
	if got := Hello("Ada"); got != "Hello, Ada" {
		t.Errorf("Hello = %q", got)
	}
}
