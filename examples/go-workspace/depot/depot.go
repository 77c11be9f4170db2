// Package depot counts what is in store.
package depot

// Left tells how many of what was there are left, never fewer than none.
func Left(there, taken int) int {
	return max(0, there-taken)
}
