// Package loud says everything in capitals.
package loud

import "strings"

// Loud raises a voice.
func Loud(text string) string { return strings.ToUpper(text) }
